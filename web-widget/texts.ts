/** Every sentence of the widget's own, per language. What the bot says comes from the server. */

export type Language = 'en' | 'zh';

/** The widget's language nearest to a BCP 47 tag. */
export function languageOf(tag: string): Language {
  return tag.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** What the bubble says; apart from the rest, to keep the loader small. */
export const bubbleTexts = {
  en: {
    region: 'Chat with the shop',
    open: 'Chat with us',
    close: 'Close the chat',
    failed: 'The chat could not be loaded. Try again.',
    unread: (count: number) => `${count} unread ${count === 1 ? 'message' : 'messages'}`,
  },
  zh: {
    region: '与店铺聊天',
    open: '在线咨询',
    close: '关闭聊天',
    failed: '聊天加载失败，请重试。',
    unread: (count: number) => `${count} 条未读消息`,
  },
} as const;

const en = {
  defaultShop: 'Chat with us',
  close: 'Close the chat',
  language: '中文',
  languageLabel: 'Switch to Chinese',
  log: 'Conversation',
  write: 'Write a message…',
  writeLabel: 'Your message',
  send: 'Send',
  attach: 'Attach a file',
  connecting: 'Connecting…',
  lost: 'Connection lost. Trying again…',
  tryNow: 'Try now',
  refused: 'The chat is not available on this page.',
  backOnline: 'Connected again.',
  sending: 'Sending…',
  waiting: 'Will be sent when the connection is back',
  sent: 'Sent',
  seen: 'Read',
  waitingForPerson: 'A person will be with you soon.',
  place: (position: number, wait: { readonly low: number; readonly high: number } | undefined) =>
    wait
      ? `You are number ${position} in line, about ${wait.low}–${wait.high} minutes.`
      : `You are number ${position} in line.`,
  talkingTo: (name: string) => `You are talking to ${name}.`,
  backToBot: 'Back to the assistant',
  leaveLine: 'Leave the line',
  rateUs: 'How did we do?',
  stars: (score: number) => (score === 1 ? '1 star of 5' : `${score} stars of 5`),
  comment: 'Would you tell us more?',
  download: 'Download this chat',
  /** What the shop's words for it begin with: see transcript.title in knowledge/replies. */
  mailChat: 'Send me this chat by e-mail',
  failed: {
    refused: 'Not sent.',
    tooLarge: 'Not sent: too large.',
    fileType: 'Not sent: a kind of file we cannot take.',
    tooFast: 'Not sent: too many messages at once.',
  },
  retry: 'Try again',
  typing: 'is typing',
  someone: 'The shop',
  you: 'You',
  newMessages: 'New messages',
  suggestions: 'Suggested replies',
  carousel: 'Products',
  previous: 'Previous',
  next: 'Next',
  helpful: 'Was this helpful?',
  up: 'Yes, helpful',
  down: 'No, not helpful',
  thanks: 'Thank you!',
  sorry: 'Thanks. We will look at this answer.',
  file: 'File',
  image: 'Picture',
  card: 'Card',
  fileTooLarge: (name: string, limit: string) => `“${name}” is larger than ${limit}.`,
  fileType: (name: string) => `“${name}” is not a kind of file we can take.`,
  today: 'Today',
  yesterday: 'Yesterday',
  unreadTitle: (count: number, title: string) => `(${count}) ${title}`,
  expectation: 'Answers at once, day and night',
};

export type Texts = typeof en;

const zh: Texts = {
  defaultShop: '在线咨询',
  close: '关闭聊天',
  language: 'EN',
  languageLabel: '切换到英文',
  log: '对话',
  write: '请输入消息…',
  writeLabel: '您的消息',
  send: '发送',
  attach: '添加文件',
  connecting: '正在连接…',
  lost: '连接已断开，正在重试…',
  tryNow: '立即重试',
  refused: '此页面无法使用聊天。',
  backOnline: '已重新连接。',
  sending: '发送中…',
  waiting: '恢复连接后自动发送',
  sent: '已发送',
  seen: '已读',
  waitingForPerson: '马上为您接通人工客服。',
  place: (position, wait) =>
    wait ? `您排在第 ${position} 位，大约需要 ${wait.low}–${wait.high} 分钟。` : `您排在第 ${position} 位。`,
  talkingTo: (name) => `${name} 正在为您服务。`,
  backToBot: '返回智能助手',
  leaveLine: '退出排队',
  rateUs: '您对我们的服务满意吗？',
  stars: (score) => `${score} 星，共 5 星`,
  comment: '愿意多说几句吗？',
  download: '下载聊天记录',
  mailChat: '把聊天记录发到我的邮箱',
  failed: {
    refused: '未发送。',
    tooLarge: '未发送：内容过大。',
    fileType: '未发送：不支持这种文件。',
    tooFast: '未发送：消息过于频繁。',
  },
  retry: '重试',
  typing: '正在输入',
  someone: '店铺',
  you: '您',
  newMessages: '新消息',
  suggestions: '建议回复',
  carousel: '商品',
  previous: '上一个',
  next: '下一个',
  helpful: '这个回答有帮助吗？',
  up: '有帮助',
  down: '没有帮助',
  thanks: '谢谢！',
  sorry: '谢谢，我们会改进这个回答。',
  file: '文件',
  image: '图片',
  card: '卡片',
  fileTooLarge: (name, limit) => `“${name}”超过了 ${limit}。`,
  fileType: (name) => `不支持“${name}”这种文件。`,
  today: '今天',
  yesterday: '昨天',
  unreadTitle: (count, title) => `(${count}) ${title}`,
  expectation: '全天即时回复',
};

export const texts: Readonly<Record<Language, Texts>> = { en, zh };
