/**
 * Ce que les règles de forme et de couches trouvent encore dans l’arbre d’avant elles. Ces listes ne font que décroître :
 * une attente est le début d’une faute ; une ligne qui n’est plus une faute doit en sortir, et rien de neuf n’y entre.
 */
export const sansLesAttendues = (fautes: readonly string[], attendues: readonly string[]): string[] => [
  ...fautes.filter((faute) => !attendues.some((attendue) => faute.startsWith(attendue))),
  ...attendues
    .filter((attendue) => !fautes.some((faute) => faute.startsWith(attendue)))
    .map((attendue) => `${attendue} est en ordre : à ôter de tools/a-ranger.ts.`),
]

export const couchesARanger: readonly string[] = [
  'src/modules/bpf/pages/a-affecter.page.tsx → src/modules/bpf/db/produits.ecritures.ts (pages-write-nothing)',
  'src/modules/bpf/pages/recopier.page.tsx → src/modules/bpf/db/depots.ecritures.ts (pages-write-nothing)',
  'src/modules/controles/pages/juger.page.tsx → src/modules/controles/db/constats.ecritures.ts (pages-write-nothing)',
  'src/modules/facturation/pages/charges.page.tsx → src/modules/facturation/db/enregistrer.ecritures.ts (pages-write-nothing)',
  'src/modules/facturation/pages/facture.page.tsx → src/modules/facturation/db/factures.ecritures.ts (pages-write-nothing)',
  'src/modules/facturation/pages/projet.page.tsx → src/modules/facturation/db/projets.ecritures.ts (pages-write-nothing)',
  'src/modules/facturation/pages/suivre.page.tsx → src/modules/facturation/db/reglages.ecritures.ts (pages-write-nothing)',
  'src/modules/facturation/pages/suivre.page.tsx → src/modules/facturation/db/reglements.ecritures.ts (pages-write-nothing)',
  'src/modules/qualite/pages/parcours.page.tsx → src/modules/qualite/db/parcours.ecritures.ts (pages-write-nothing)',
  'src/modules/questionnaires/pages/modeles.page.tsx → src/modules/questionnaires/db/modeles.ecritures.ts (pages-write-nothing)',
  'src/modules/questionnaires/pages/recueil.page.tsx → src/modules/questionnaires/db/campagnes.ecritures.ts (pages-write-nothing)',
  'src/modules/questionnaires/pages/reglages.page.tsx → src/modules/questionnaires/db/reglage.ecritures.ts (pages-write-nothing)',
  'src/modules/sessions/pages/abonnements.page.tsx → src/modules/sessions/db/abonnements.ecritures.ts (pages-write-nothing)',
  'src/modules/sessions/pages/agendas.page.tsx → src/modules/sessions/db/agendas.ecritures.ts (pages-write-nothing)',
  'src/modules/stagiaires/pages/delegues.page.tsx → src/modules/stagiaires/db/stagiaires.ecritures.ts (pages-write-nothing)',
  'src/modules/stagiaires/pages/discipline.page.tsx → src/modules/stagiaires/db/stagiaires.ecritures.ts (pages-write-nothing)',
  'src/modules/tiers/pages/importer-csv.page.tsx → src/modules/tiers/db/lectures-csv.ecritures.ts (pages-write-nothing)',
]

export const formesARanger: readonly string[] = []

/** Le SQL qui nomme une table d’un rang supérieur, ou qui écrit chez un autre. */
export const sqlARanger: readonly string[] = []
