import { earlierModule } from '../../dev/emulator/earlier-installation';
import type { Configuration } from './configuration';
import type { Place, Workbench } from './workbench';

/** Makes Octo's roles in an account by another configuration of Terraform: a root with one module. */
export async function installByModule(
  bench: Workbench,
  account: string,
  place: Place,
): Promise<Configuration> {
  const terraform = { required_providers: { aws: { source: 'hashicorp/aws' } } };
  bench.configuration('earlier/made', { 'main.tf.json': { terraform, ...earlierModule(account) } }, place);
  const root = { module: { octo: { source: './made' } }, provider: { aws: {} } };
  const earlier = await bench.configuration('earlier', { 'main.tf.json': root }, place).init();
  await earlier.apply();
  return earlier;
}

/** The addresses that a step of adopt says are to be removed from the other state. */
export function addressesToForget([step = '']: readonly string[]): string[] {
  const [, addresses = ''] = /terraform state rm (.+?)\. It would/.exec(step) ?? [];
  return addresses.split(' ');
}
