/** Everyday English words that WordNet lacks: it has lemmas of nouns, verbs, adjectives and adverbs only. */

/** Pronouns, prepositions, auxiliaries and the like; contractions without their apostrophe; irregular forms; days, months, greetings. */
export const everydayWords: readonly string[] = `
about above after again all also am an and another any anyone anything anybody are around as at be
because been before being below between both but by came can cannot come could did do does doing done
during each either else enough ever every everyone everything everybody few for from further get gets
getting got gotten had has have having he her here hers herself him himself his how however if in into is
it its itself just least less let like lot lots made make many may maybe me might mine more most much
must my myself near neither never no nobody none nor not nothing now of off often on once one only onto
or other others our ours ourselves out over own per perhaps please quite rather really said same see
several shall she should since so some somebody someone something sometimes somewhere soon still such
than that the their theirs them themselves then there these they this those though through till to today
together tomorrow tonight too toward towards under unless until up upon us very was way we well went were
what whatever when whenever where wherever whether which while who whoever whole whom whose why will with
within without would yes yesterday yet you your yours yourself yourselves
arent cant couldnt didnt doesnt dont hadnt hasnt havent hes heres hows id ill im isnt ive lets mightnt
mustnt shant shes shouldnt thats theres theyd theyll theyre theyve wasnt wed weve werent whats whens
wheres whos wont wouldnt youd youll youre youve
became become began begun bent bet bitten bled blew blown bought bound bred broke broken brought built
burnt caught chose chosen clung crept cut dealt drank drawn dreamt drew driven drove drunk dug eaten ate
fallen fed fell felt fled flew flown forgave forgiven forgot forgotten fought found froze frozen gave
given gone grew grown heard held hid hidden hit hurt kept knew known laid lain lay led leant learnt left
lent lit lost meant met mistaken misunderstood overcome overtook paid proven put ran rang read reset
rewritten ridden risen rode rose rung said sang sat saw sawn seen sent sewn shaken shone shook shot shown
shrank shrunk shut slept slid sold sought spelt spent spilt split spoilt spoke spoken spread sprang
sprung stole stolen stood stuck stung struck sung sunk swam swept swept swollen swore sworn swum taken
taught thought threw thrown tore torn told took tried understood undid undone unpaid upset withdrawn
withdrew woke woken won wore worn wound written wrote
children feet men mice people teeth women lives wives knives
better best worse worst further farther
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december
hello hey hi ok okay thanks thank pls plz bye welcome
email emails online website websites app apps login logout wifi
`
  .trim()
  .split(/\s+/);
