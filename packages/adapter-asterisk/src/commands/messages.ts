import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('asterisk-command', {
  field: { ru: 'поле {field}: нужно {expected}', en: 'field {field}: needs {expected}' },
  fieldUnknown: {
    ru: 'поле {field} команде неизвестно, она понимает: {known}',
    en: 'the command does not know field {field}; it knows: {known}',
  },
  aText: { ru: 'непустая строка', en: 'a text that is not empty' },
  aNumber: {
    ru: 'номер: цифры, «*», «#» и «+» впереди',
    en: 'a number: digits, "*", "#", and "+" in front',
  },
  anExtension: {
    ru: 'внутренний номер сотрудника этой АТС',
    en: 'the extension of an employee of this PBX',
  },
  aDestination: {
    ru: 'номер в диалплане: латинские буквы, цифры, «*», «#», «+», «.», «-» и «_»',
    en: 'a number of the dialplan: letters, digits, "*", "#", "+", ".", "-" and "_"',
  },
  aContext: {
    ru: 'имя контекста: латинские буквы, цифры, «.», «-» и «_»',
    en: 'the name of a context: letters, digits, ".", "-" and "_"',
  },
  aWait: { ru: 'целое число миллисекунд от 0 до {most}', en: 'whole milliseconds, 0 to {most}' },
  aPhase: { ru: 'start, complete или cancel', en: 'start, complete or cancel' },
  anAction: { ru: 'имя команды AMI', en: 'the name of an action' },
  anObject: { ru: 'объект JSON', en: 'a JSON object' },
  aValue: {
    ru: 'строка, число, true или false либо список из них',
    en: 'a text, a number, true or false, or a list of them',
  },
  aVariable: { ru: 'строка, число, true или false', en: 'a text, a number, true or false' },
  contextNeeded: {
    ru: 'контекст диалплана: в настройках адаптера нет originate.context',
    en: 'a context of the dialplan: the adapter has no originate.context',
  },
  whichCall: {
    ru: 'extension (внутренний номер), call (идентификатор звонка) или channel (канал)',
    en: 'extension, call (the native id) or channel',
  },
  channelAlone: {
    ru: 'канал без extension и call: он уже называет одного участника',
    en: 'a channel without extension and call: it names one party already',
  },
  notSent: {
    ru: 'команда не отправлена: нет связи с Asterisk. Проверьте callbus doctor',
    en: 'the command was not sent: there is no connection to Asterisk. See callbus doctor',
  },
  notKnown: {
    ru: 'неизвестно, выполнена ли команда {action}: {reason}. Сама она не повторяется: сначала посмотрите, что на АТС',
    en: 'it is not known whether {action} was done: {reason}. It is not repeated by itself: look at the PBX first',
  },
  callNotKnown: {
    ru: 'неизвестно, совершён ли звонок: {reason}. Сам он не повторяется: сначала посмотрите, не звонит ли телефон',
    en: 'it is not known whether the call was placed: {reason}. It is not repeated by itself: see first whether the phone rings',
  },
  callLost: {
    ru: 'связь с Asterisk пропала после отправки звонка {call}: состоялся ли он, неизвестно. Сам он не повторяется',
    en: 'the connection to Asterisk was lost after call {call} was sent: whether it came about is not known. It is not repeated by itself',
  },
  refused: { ru: 'Asterisk не выполнил {action}: {reason}', en: 'Asterisk did not do {action}: {reason}' },
  right: {
    ru: 'пользователю Asterisk не разрешена команда {action}: добавьте ему нужный класс в write= (manager.conf) и выполните manager reload',
    en: 'the user of Asterisk may not use {action}: give it the class it needs in write= (manager.conf) and do a manager reload',
  },
  unknownAction: {
    ru: 'команды {action} в этом Asterisk нет, или её модуль не загружен; список даёт ListCommands',
    en: 'this Asterisk has no action {action}, or its module is not loaded; ListCommands gives the list',
  },
  reserved: {
    ru: 'команду {action} нельзя отправить отсюда: она меняет саму связь, по которой идут события',
    en: 'action {action} cannot be sent from here: it changes the very link that events come by',
  },
  noOriginate: {
    ru: 'звонить через эту АТС нельзя: в настройках адаптера нет originate',
    en: 'no calls are placed through this PBX: the adapter has no originate',
  },
  noExtension: {
    ru: 'внутреннего номера {extension} на этой АТС не бывает (extensions)',
    en: 'this PBX has no extension like {extension} (extensions)',
  },
  noDestination: {
    ru: 'номер {to} в контексте {context} не набирается: такого в диалплане нет',
    en: 'number {to} cannot be dialled in context {context}: the dialplan has nothing like it',
  },
  agentNoAnswer: {
    ru: 'сотрудник {extension} не взял трубку, клиенту не звонили',
    en: 'employee {extension} did not pick up; the customer was not called',
  },
  agentRefused: {
    ru: 'телефон сотрудника {extension} занят или звонок отклонён, клиенту не звонили',
    en: 'the phone of employee {extension} is busy or refused; the customer was not called',
  },
  agentAway: {
    ru: 'телефон сотрудника {extension} недоступен ({reason}), клиенту не звонили: проверьте, подключён ли телефон, и originate.channel',
    en: 'the phone of employee {extension} cannot be reached ({reason}); the customer was not called: see whether the phone is registered, and originate.channel',
  },
  agentLeft: {
    ru: 'звонок сотруднику {extension} прерван, клиенту не звонили',
    en: 'the call to employee {extension} was ended; the customer was not called',
  },
  notRegistered: { ru: 'не подключён или неизвестен', en: 'not registered or not known' },
  stopping: {
    ru: 'CallBus останавливается; звонок {call} отправлен, чем он кончится, неизвестно',
    en: 'CallBus is stopping; call {call} was sent, what becomes of it is not known',
  },
  noCallOf: { ru: 'у сотрудника {extension} сейчас нет звонка', en: 'employee {extension} has no call now' },
  noCall: { ru: 'звонка {call} сейчас нет', en: 'there is no call {call} now' },
  noCallWith: {
    ru: 'в звонке {call} нет сотрудника {extension}',
    en: 'employee {extension} is not in call {call}',
  },
  noChannel: { ru: 'канала {channel} сейчас нет', en: 'there is no channel {channel} now' },
  several: {
    ru: 'подходит несколько звонков или участников ({list}): уточните полем call или channel',
    en: 'several calls or parties fit ({list}): say which with call or channel',
  },
  notAnswered: {
    ru: 'звонок ещё не отвечен: перевести можно только разговор',
    en: 'the call is not answered yet: only a conversation can be transferred',
  },
  alone: {
    ru: 'собеседника сейчас нет: переводить некого',
    en: 'there is no other party now: nobody to transfer',
  },
  consulting: {
    ru: 'сотрудник уже советуется: завершите (complete) или отмените (cancel) этот перевод',
    en: 'the employee is consulting already: complete or cancel that transfer',
  },
  notConsulting: {
    ru: 'начатого перевода с консультацией у этого сотрудника нет',
    en: 'this employee has begun no attended transfer',
  },
  notBegun: {
    ru: 'перевод не начался: у этого звонка нет права на перевод. Нужны atxfer в features.conf и ключ t или T у Dial (Queue)',
    en: 'the transfer did not begin: this call may not be transferred. It needs atxfer in features.conf, and option t or T of Dial (Queue)',
  },
  notEnded: {
    ru: 'Asterisk не подтвердил перевод за {seconds} с: посмотрите, с кем соединён клиент',
    en: 'Asterisk did not confirm the transfer within {seconds} s: see whom the customer is connected with',
  },
});
