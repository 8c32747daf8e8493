/** La porte de la base. Hors d'ici et des dossiers `db/` des modules, personne ne parle SQL. */
export { parLots } from '#platform/db/flux.ts'
export { memeOrganisme } from '#platform/db/jointure.ts'
export { type Migre, migrer, schemaDeLaFile } from '#platform/db/migrer.ts'
export { newId } from '#platform/db/new-id.ts'
export { InstallationError, preparerBase, type RoleDeConnexion, seul } from '#platform/db/roles.ts'
export type { DB } from '#platform/db/schema.gen.ts'
export {
  type Database,
  type DatabaseOptions,
  type Maintenance,
  type MaintenanceTx,
  openDatabase,
  openMaintenance,
  type PublicTx,
  type TenantTx,
} from '#platform/db/tenant.ts'
