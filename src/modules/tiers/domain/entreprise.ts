import { lireSiret, type Siret, sirenDe } from '#kernel/identifiants.ts'
import { plier } from '#kernel/texte.ts'

/** Qui paie la formation d'autrui. L'employeur qui paie pour les siens n'en est pas : c'est le client. */
export const genresFinanceur = {
  opco: 'opérateur de compétences (OPCO)',
  cdc: 'Caisse des dépôts (compte personnel de formation)',
  'france-travail': 'France Travail',
  region: 'région',
  etat: 'État',
  faf: 'fonds d’assurance formation de non-salariés',
  'transitions-pro': 'Transitions Pro',
  agefiph: 'Agefiph ou FIPHFP',
  europe: 'fonds européen',
  'autre-public': 'autre financeur public',
} as const satisfies Record<string, string>

export type GenreFinanceur = keyof typeof genresFinanceur

/** Les filtres de la liste ; une même structure peut répondre à plusieurs. */
export const rolesEntreprise = {
  client: 'clients',
  financeur: 'financeurs',
  of: 'organismes de formation',
} as const satisfies Record<string, string>

export type RoleEntreprise = keyof typeof rolesEntreprise

export const direRoles = (e: {
  readonly estClient: boolean
  readonly estOf: boolean
  readonly financeur: GenreFinanceur | null
}): string[] => [
  ...(e.estClient ? ['client'] : []),
  ...(e.financeur ? ['financeur'] : []),
  ...(e.estOf ? ['organisme de formation'] : []),
]

const formes =
  /(?<![\p{L}\d])(?:s\.?a\.?r\.?l\.?|e\.?u\.?r\.?l\.?|s\.?a\.?s\.?u?\.?|s\.?c\.?o\.?p\.?|s\.?c\.?i\.?c\.?|s\.?c\.?i\.?|s\.?n\.?c\.?|s\.?a\.?|e\.?i\.?|gie|cae|societe cooperative|association|asso|societe|ste|ets|etablissements)(?![\p{L}\d])/gu

/**
 * Le nom replié, sans la forme sociale ni la ponctuation : « SARL L’Atelier » et « l'atelier, S.A.R.L. » se
 * rejoignent. Un nom qui n'est qu'une forme (« Association ») reste entier. Sert à proposer, jamais à confondre.
 */
export const plierSansForme = (nom: string): string => {
  const pli = plier(nom)
  const reste = pli
    .replace(formes, ' ')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()
  return reste === '' ? pli : reste
}

/** Le SIREN d'une fiche : celui de son SIRET, sinon le sien. */
export const sirenDeFiche = (e: { readonly siret: string | null; readonly siren: string | null }) => {
  const lu = e.siret === null ? undefined : lireSiret(e.siret)
  return lu?.ok ? sirenDe(lu.value as Siret) : e.siren
}
