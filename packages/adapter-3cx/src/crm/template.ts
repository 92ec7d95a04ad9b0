import { say } from '@callbus/runtime';
import { XMLBuilder } from 'fast-xml-parser';
import { messages } from './messages.ts';

/** What a site's template needs to know. */
export interface TemplateSite {
  /** Where 3CX reaches CallBus, `http.publicUrl`. */
  publicUrl: string;
  /** The adapter's id, the first part of its routes. */
  id: string;
}

/** 3CX takes a file for newer by this number. */
const VERSION = '1';

type Node = Record<string, unknown>;

/**
 * The server-side CRM template of 3CX for one site. The token is a parameter
 * and not in it, so that the file may lie about. Nothing here depends on how
 * 3CX compares text, which its versions do differently: no report is skipped
 * but by the operator's own switch, and what has no value is sent as it is.
 */
export function crmTemplate({ publicUrl, id }: TemplateSite): string {
  const base = `${publicUrl.replace(/\/+$/, '')}/${id}/crm`;
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
    format: true,
    indentBy: '  ',
  });
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    Crm: {
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      '@xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
      '@Country': 'Global',
      '@Name': 'CallBus 1C',
      '@Version': VERSION,
      '@SupportsEmojis': 'true',
      '@ListPageSize': '0',
      // The whole number: a short one finds several counterparties.
      Number: { '@Prefix': 'AsIs', '@MaxLength': '' },
      Connection: { '@MaxConcurrentRequests': '4' },
      Parameters: { Parameter: parameters(base) },
      Authentication: { '@Type': 'No' },
      Scenarios: {
        Scenario: [
          found('', {
            get: '[BaseUrl]/lookup?number=[[Number].Replace("+","%2B")]&dir=[CallDirection]',
          }),
          found('LookupByEmail', { post: '[BaseUrl]/lookup', values: { email: '[Email]' } }),
          found('SearchContacts', { post: '[BaseUrl]/search', values: { text: '[SearchText]' } }),
          found('CreateContactRecordFromClient', {
            post: '[BaseUrl]/contact',
            skipIf: '[CreateContactEnabled]!=True',
            values: {
              FirstName: '[FirstName]',
              LastName: '[LastName]',
              Company: '[Company]',
              Email: '[Email]',
              Number: '[Number]',
            },
          }),
          told('LookupFromCFD_Contacts_LookupNumber', {
            get: '[BaseUrl]/route?number=[[Number].Replace("+","%2B")]',
          }),
          told('ReportCall', {
            post: '[BaseUrl]/calls',
            skipIf: '[ReportCallEnabled]!=True',
            values: REPORT,
          }),
        ],
      },
    },
  });
}

/**
 * What is told of a finished call. The moment of the answer is only sent as
 * milliseconds: it is null on a missed call, where formatting it makes 3CX
 * throw the report away.
 */
const REPORT = {
  CallType: '[CallType]',
  CallDirection: '[CallDirection]',
  Number: '[Number]',
  Name: '[Name]',
  EntityId: '[EntityId]',
  EntityType: '[EntityType]',
  Agent: '[Agent]',
  QueueExtension: '[QueueExtension]',
  Duration: '[Duration]',
  DateTime: '[DateTime]',
  CallStartTimeUTC: '[[CallStartTimeUTC].ToString("yyyy-MM-ddTHH:mm:ssZ")]',
  CallEndTimeUTC: '[[CallEndTimeUTC].ToString("yyyy-MM-ddTHH:mm:ssZ")]',
  CallStartTimeUTCMillis: '[CallStartTimeUTCMillis]',
  CallEstablishedTimeUTCMillis: '[CallEstablishedTimeUTCMillis]',
  CallEndTimeUTCMillis: '[CallEndTimeUTCMillis]',
  RecordingUrl: '[RecordingUrl]',
};

function parameters(base: string): Node[] {
  const parameter = (name: string, type: string, title: string, value: string, parent = ''): Node => ({
    '@Name': name,
    '@Type': type,
    '@Parent': parent,
    '@Editor': 'String',
    '@Title': title,
    '@Validation': '',
    '@Default': value,
    '@ListValues': '',
    '@RequestUrl': '',
    '@RequestUrlParameters': '',
    '@ResponseScenario': '',
  });
  const general = 'General Configuration';
  return [
    parameter('BaseUrl', 'String', say(messages.urlTitle), base, general),
    parameter('ApiKey', 'Password', say(messages.apiKeyTitle), '', general),
    parameter('ReportCallEnabled', 'Boolean', say(messages.journalTitle), 'True'),
    parameter('CreateContactEnabled', 'Boolean', say(messages.createTitle), 'False'),
  ];
}

interface Ask {
  get?: string;
  post?: string;
  skipIf?: string;
  values?: Record<string, string>;
}

const scenario = (id: string, more: Node): Node => ({
  '@Id': id,
  '@Type': 'REST',
  '@EntityId': '',
  '@EntityOrder': '',
  ...more,
});

/** A scenario whose answer is contacts. */
const found = (id: string, ask: Ask): Node =>
  scenario(id, {
    Request: request(ask),
    Rules: { Rule: rule('contacts.id') },
    Variables: {
      Variable: Object.entries(FIELDS).map(([name, path]) => ({
        '@Name': name,
        '@LookupValue': '',
        '@Path': path,
        // Without a rule a list of several gives nothing.
        Filter: { Rule: rule('contacts.id') },
      })),
    },
    Outputs: {
      '@Next': '',
      '@AllowEmpty': 'false',
      Output: Object.entries(OUTPUTS).map(([type, value]) => ({
        '@Type': type,
        '@Passes': '0',
        '@Value': value,
      })),
    },
  });

/** A scenario whose answer is not 3CX's to read. */
const told = (id: string, ask: Ask): Node =>
  scenario(id, { Request: request(ask), Variables: '', Outputs: { '@AllowEmpty': 'false' } });

const rule = (path: string): Node => ({ '@Type': 'Any', '@Ethalon': '', '#text': path });

function request({ get, post, skipIf = '', values = {} }: Ask): Node {
  return {
    '@SkipIf': skipIf,
    '@Url': get ?? post,
    '@MessagePasses': '0',
    '@Message': '',
    '@RequestContentType': '',
    '@RequestEncoding': post === undefined ? 'UrlEncoded' : 'Json',
    '@RequestType': post === undefined ? 'Get' : 'Post',
    '@ResponseType': 'Json',
    Headers: {
      Value: { '@Key': 'Authorization', '@Passes': '0', '@Type': 'String', '#text': 'Bearer [ApiKey]' },
    },
    ...(post === undefined
      ? {}
      : {
          PostValues: {
            '@Key': '',
            '@If': '',
            '@SkipIf': '',
            Value: Object.entries(values).map(([key, text]) => ({
              '@Key': key,
              '@If': '',
              '@SkipIf': '',
              '@Passes': '1',
              '@Type': 'String',
              '#text': text,
            })),
          },
        }),
  };
}

const FIELDS = {
  ContactId: 'contacts.id',
  ContactLink: 'contacts.contactUrl',
  ContactFirst: 'contacts.firstName',
  ContactLast: 'contacts.lastName',
  ContactCompany: 'contacts.companyName',
  ContactEmail: 'contacts.email',
  ContactPhone: 'contacts.phone',
  ContactPhone2: 'contacts.phone2',
  ContactPhone3: 'contacts.phone3',
  ContactEntity: 'contacts.entityId',
  ContactKind: 'contacts.entityType',
};

const OUTPUTS = {
  ContactUrl: '[ContactLink]',
  FirstName: '[ContactFirst]',
  LastName: '[ContactLast]',
  CompanyName: '[ContactCompany]',
  Email: '[ContactEmail]',
  PhoneBusiness: '[ContactPhone]',
  PhoneBusiness2: '[ContactPhone2]',
  PhoneOther: '[ContactPhone3]',
  EntityId: '[ContactEntity]',
  EntityType: '[ContactKind]',
};
