import { describe, expect, test } from '@jest/globals';
import { Answers, type Filters } from '../../src/report/page/answers';
import { packed, type PageData, type RolePart } from '../../src/report/page/page-model';

const READER = 'ReaderRole';
const EXECUTOR = 'ExecutorRole';

const role = (rest: Partial<RolePart>): RolePart => ({
  name: READER,
  who: 'assumed by Alphaus',
  isVendor: true,
  managed: [],
  accepted: [],
  grants: [],
  denials: [],
  headroom: [],
  ...rest,
});

const anywhere = { resources: ['*'], conditions: [] };

const grant = (actions: readonly string[], limits: { resources: string[]; conditions: string[] }) => ({
  sid: 'Read',
  capability: 'Storage',
  reason: 'Octo reads <buckets>.',
  actions: packed(actions),
  ...limits,
});

const DATA: PageData = {
  // List, Read, Tagging, Write, Permissions management.
  actions: { s3: 'ListBucket|GetObject|||', ec2: '|||StopInstances TerminateInstances|' },
  managedReason: 'It carries out changes.',
  executed: { 'ec2:StopInstances': 'AWS-StopEC2Instance' },
  roles: [
    role({
      accepted: ['s3:GetObject returns what is stored.'],
      grants: [
        grant(['s3:ListBucket'], anywhere),
        grant(['s3:GetObject'], {
          resources: ['arn:aws:s3:::one/*'],
          conditions: ['Bool aws:Secure = true'],
        }),
      ],
      denials: [
        {
          sid: 'NothingElse',
          documents: ['ReaderBoundary'],
          reason: 'It only reads.',
          isOfOthers: true,
          actions: packed(['s3:ListBucket', 's3:GetObject', 'ec2:StopInstances']),
          ...anywhere,
        },
      ],
      headroom: [{ sid: '', actions: packed(['ec2:StopInstances']), ...anywhere }],
    }),
    role({ name: EXECUTOR, isVendor: false, who: 'assumed by you', managed: ['AdministratorAccess'] }),
  ],
};

const answers = new Answers(DATA);

function ask(question: string, filters: Partial<Filters> = {}, most = 60): { text: string; results: string } {
  const all = { role: '', service: '', level: '', isWorst: false, ...filters };
  const { text, results } = answers.answer(question, all, most);
  return { text, results: results.text.replace(/\s+/g, ' ') };
}

describe('the search of the report', () => {
  test('says nothing where nothing is asked', () => {
    expect(ask(' ')).toEqual({ text: '', results: '' });
  });

  test.each(['s3:getobject', 'who can call S3:GetObject?', '"s3:GetObject"'])('answers %s', (question) => {
    const { text, results } = ask(question, { role: READER });
    expect(text).toBe(`${READER} may call s3:GetObject (Read), within limits.`);
    expect(results).toContain('<dt>Only on</dt> <dd><code>arn:aws:s3:::one/*</code></dd>');
    expect(results).toContain('<dt>Only if</dt> <dd><code>Bool aws:Secure = true</code></dd>');
    expect(results).toContain('s3:GetObject returns what is stored.');
  });

  test('escapes what a reason says', () => {
    expect(ask('s3:ListBucket').results).toContain('Octo reads &lt;buckets&gt;.');
  });

  test('says what a role may without limits, and that an administrator may everything', () => {
    expect(ask('s3:ListBucket').text).toBe(
      `${READER} may call s3:ListBucket (List). ${EXECUTOR} may; Alphaus cannot assume it, and reaches the action only through what you approve.`,
    );
    expect(ask('', { role: EXECUTOR }).text).toBe(
      `${EXECUTOR} is an administrator: it may call every action.`,
    );
  });

  test('names the Deny that stops an action, also one of all actions but some', () => {
    const { text, results } = ask('ec2:TerminateInstances', { role: READER });
    expect(text).toBe(`${READER} may not call ec2:TerminateInstances (Write).`);
    expect(results).toContain('NothingElse, a Deny in ReaderBoundary');
  });

  test('says what Alphaus could add, and adds it where the worst is supposed', () => {
    expect(ask('ec2:StopInstances').text).toContain(
      'Without an approval, OctoChangeExecutorRole calls it for Alphaus through AWS-Stop',
    );
    expect(ask('ec2:StopInstances').results).toContain('Alphaus could add it by an inline policy');
    const { text } = ask('ec2:StopInstances', { role: READER, isWorst: true });
    expect(text).toBe(`${READER} may call ec2:StopInstances (Write) if Alphaus adds it by an inline policy.`);
  });

  test.each([
    ['ec2:*', '2 actions match. None of them may be called by a role other than ExecutorRole.'],
    ['bucket', '1 action matches. 1 of them may be called by a role other than ExecutorRole.'],
    ['s3', '2 actions match. 2 of them may be called by a role other than ExecutorRole.'],
    [
      'ec2:Stop',
      'AWS has no action of exactly that name; 1 action begins with it. None of them may be called by a role other than ExecutorRole.',
    ],
    ['s3:GetObjekt', 'AWS has no such action: s3:GetObjekt. Did you mean one of these?'],
    ['zebra', 'AWS has no such action: zebra.'],
  ])('answers %s, which names no action', (question, text) => {
    expect(ask(question).text).toBe(text);
  });

  test('shows what may be called first, and no more than is asked for', () => {
    const { results } = ask('*', {}, 3);
    const shown = [...results.matchAll(/data-ask="([^"]+)"/g)].map(([, action]) => action);
    expect(shown).toEqual(['s3:GetObject', 's3:ListBucket', 'ec2:StopInstances']);
    expect(results).toContain('Show all 4');
    expect(ask('*').results).not.toContain('Show all');
  });

  test('lists the rights of a role by service and level', () => {
    expect(ask('', { role: READER, service: 's3', level: 'List' }).text).toBe(
      `1 action may be called by ${READER}.`,
    );
    expect(ask('', { role: READER, level: 'Write' })).toEqual({
      text: `0 actions may be called by ${READER}.`,
      results: '',
    });
  });
});
