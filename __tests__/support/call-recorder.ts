import type { Analysis } from '../../src/analysis/analysis';
import { orderViolations, type OrderViolation } from './call-order';
import { afterCall, EMPTY_ACCOUNT, type IamCall } from './replayed-account';
import { startProxy, type Proxy } from '../../dev/emulator/proxy';
import { sharedAnalysis } from './reference';

/** As by a network, so that calls of several steps of Terraform's stand side by side. */
const DELAY_MILLISECONDS = 20;

/**
 * Stands in front of an emulated account that is empty at first, and keeps the calls that succeed, in the order of their
 * answers.
 */
export class CallRecorder {
  private start = EMPTY_ACCOUNT;
  private calls: IamCall[] = [];

  private constructor(
    private readonly proxy: Proxy,
    private readonly analysis: Analysis,
  ) {}

  static async before(url: string): Promise<CallRecorder> {
    const recorder: { found?: CallRecorder } = {};
    const onAnswer = (form: URLSearchParams, status: number): void => {
      if (status < 300) recorder.found?.add(form);
    };
    recorder.found = new CallRecorder(
      await startProxy(url, { onAnswer, delayMilliseconds: DELAY_MILLISECONDS }),
      await sharedAnalysis(),
    );
    return recorder.found;
  }

  /** The account's endpoint. */
  get url(): string {
    return this.proxy.url;
  }

  /** Forgets earlier calls. */
  forget(): void {
    this.start = this.calls.reduce(afterCall, this.start);
    this.calls = [];
  }

  /** What the calls since then left open between them that should not be. */
  violations(accountId: string): OrderViolation[] {
    const { start, calls, analysis } = this;
    this.forget();
    return orderViolations(calls, { start, analysis, account: { partition: 'aws', accountId } });
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
  }

  private add(form: URLSearchParams): void {
    const { Action: action, ...parameters } = Object.fromEntries(form);
    if (action !== undefined) this.calls.push({ action, parameters });
  }
}
