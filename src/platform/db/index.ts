/** La porte de la base. Hors d'ici et des dossiers `db/` des modules, personne ne parle SQL. */
export { attendreLeDisque } from '#platform/db/attendre-le-disque.ts'
export { composee } from '#platform/db/composee.ts'
export { migrer, schemaDeLaFile } from '#platform/db/migrer.ts'
export { newId } from '#platform/db/new-id.ts'
export { listerOrganismes } from '#platform/db/organismes.ts'
export { parHachage } from '#platform/db/par-hachage.ts'
export { InstallationError, oterBase, preparerBase, seul } from '#platform/db/roles.ts'
export type { DB } from '#platform/db/schema.gen.ts'
export {
  type Database,
  type MaintenanceTx,
  openDatabase,
  openMaintenance,
  type PublicTx,
  type TenantTx,
} from '#platform/db/tenant.ts'
export { uneFois } from '#platform/db/une-fois.ts'
