/** La porte de la base. Hors d'ici et des dossiers `db/` des modules, personne ne parle SQL. */
export { affecter } from '#platform/db/affecter.ts'
export { attendreLeDisque } from '#platform/db/attendre-le-disque.ts'
export { commence, TROUVES_MAX, type Trouve } from '#platform/db/chercher.ts'
export { composee, siExiste } from '#platform/db/composee.ts'
export { derive } from '#platform/db/derive.ts'
export { lireDossierDb } from '#platform/db/dossier-db.ts'
export { estAJour, type Migre, migrer, schemaDeLaFile } from '#platform/db/migrer.ts'
export { newId } from '#platform/db/new-id.ts'
export { listerOrganismes } from '#platform/db/organismes.ts'
export { ouRien } from '#platform/db/ou-rien.ts'
export { parHachage } from '#platform/db/par-hachage.ts'
export { poserEnNombre } from '#platform/db/poser-en-nombre.ts'
export { exigerNosRoles, reconnaitreBase } from '#platform/db/reconnaitre.ts'
export { retenir, retenu } from '#platform/db/retenir.ts'
export { codeDe as codeSqlDe, InstallationError, oterBase, preparerBase, seul } from '#platform/db/roles.ts'
export { sansGarder } from '#platform/db/sans-garder.ts'
export {
  aDeux,
  type Database,
  type MaintenanceTx,
  openDatabase,
  openMaintenance,
  type PublicTx,
  reposDUneConnexionDeFond,
  type TenantTx,
} from '#platform/db/tenant.ts'
export { toutOuRien } from '#platform/db/tout-ou-rien.ts'
export { uneFois } from '#platform/db/une-fois.ts'
