-- A chat may wait for a team.
ALTER TABLE desk_case ADD COLUMN team TEXT;
