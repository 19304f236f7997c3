import type { Command } from 'commander';
import { addCatalogueUpdate } from './update-catalogue';
import { addCloudFormation } from './cloudformation';
import { addGenerate } from './generate';
import { addModule } from './module';
import { addModulePack } from './module-pack';
import { addReport } from './report';
import { addSchema } from './schema';

/** The commands that write committed files in a checkout of this project. */
export function addCommandsOfCheckout(program: Command, project: string): void {
  addGenerate(program, project);
  addModule(program, project);
  addCloudFormation(program, project);
  addModulePack(program, project);
  addSchema(program, project);
  addReport(program, project);
  addCatalogueUpdate(program, project);
}
