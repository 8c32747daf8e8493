import { ajouterMois, type DateCivile } from '#kernel/dates.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import { de } from '#kernel/texte.ts'
import { delais } from './controles/parametres.ts'
import { ditAssez, type LignePesee, peser } from './force.ts'

/** Ce que l’on attend de qui intervient, avant que la session soit confirmée. */
export type Exigence = 'titres' | 'rapport' | 'cv' | 'habilitation' | 'contrat' | 'contrat-cpf'
/** `bloque` retient la confirmation ; `avertit` montre une phrase, et laisse passer. */
export type Severite = 'bloque' | 'avertit'

const jamais = '1900-01-01'
/**
 * Ce qui est certain bloque, ce qui est déduit avertit. Les titres et leur rapport : L6352-1 les veut à tout contrôle, et ne dit pas quand ; ils
 * avertissent. Le curriculum vitæ daté : choix du produit.
 * L’habilitation : attendue de l’organisme depuis le décret n° 2026-728 (indicateur 7), conseillée avant. Le contrat : écrit et complet
 * avant la session pour une action payée par le CPF depuis le 1ᵉʳ avril 2024 (R6333-6-2) ; pour les autres, déduit de l’indicateur 27 tant
 * que la conformité n’avait pas à être tracée au contrat (2026).
 */
export const severites: Readonly<Record<Exigence, ParametreDate<Severite>>> = {
  titres: [
    {
      depuis: jamais,
      valeur: 'avertit',
      source:
        'code du travail, L6352-1 : à justifier à tout contrôle, sans que le texte dise « avant la session »',
    },
  ],
  rapport: [
    { depuis: jamais, valeur: 'avertit', source: 'code du travail, L6352-1 ; il se lit aussi de la session' },
  ],
  cv: [
    { depuis: jamais, valeur: 'avertit', source: 'RNQ, indicateur 21 ; vingt-quatre mois, choix du produit' },
  ],
  habilitation: [
    { depuis: jamais, valeur: 'avertit', source: 'RNQ V9, indicateur 7 ; déduit' },
    { depuis: '2026-11-01', valeur: 'bloque', source: 'décret n° 2026-728, indicateur 7' },
  ],
  contrat: [
    { depuis: jamais, valeur: 'avertit', source: 'RNQ V9, indicateur 27 ; déduit' },
    { depuis: '2026-11-01', valeur: 'bloque', source: 'décret n° 2026-728, indicateur 27' },
  ],
  'contrat-cpf': [
    { depuis: jamais, valeur: 'avertit', source: 'RNQ V9, indicateur 27 ; déduit' },
    { depuis: '2024-04-01', valeur: 'bloque', source: 'décret n° 2023-1350, R6333-6-2' },
  ],
}

/** Qui intervient à la session, et ce que son dossier porte au premier jour. */
export type Intervenant = {
  readonly personne: string
  readonly nom: string
  readonly titres: boolean
  readonly rapport: boolean
  readonly cv: boolean
  /** Confiée au dehors : à une autre structure, à un indépendant, au portage. */
  readonly externe: boolean
  /** Un contrat complet, signé et joint au premier jour au plus tard : huit clauses, indicateurs répartis. */
  readonly contrat: boolean
}
export type Affectations = {
  readonly premierJour: DateCivile | null
  readonly certifiante: boolean
  readonly habilitee: boolean
  readonly cpf: boolean
  readonly intervenants: readonly Intervenant[]
}

/** Ce que la base sait de la session et de ses gens : les lignes de registre en vigueur, leurs fichiers qui valent au premier jour. */
export type DossiersLus = Pick<Affectations, 'premierJour' | 'certifiante' | 'cpf'> & {
  readonly dernierJour: DateCivile | null
  readonly lignes: readonly (LignePesee & { readonly expireLe: string | null })[]
  readonly gens: readonly (Pick<Intervenant, 'personne' | 'nom' | 'externe'> & {
    readonly titres: string
    readonly rapport: string
    readonly entreprise: string | null
  })[]
}

/**
 * Un contrat-cadre, qui ne nomme aucune session, vaut pour celles qui finissent avant son terme ; jamais pour une action que paie le CPF, dont
 * le contrat dit la durée, la période et le prix (R6333-6-2).
 */
const cadreVaut = (terme: string | null, dernierJour: string, cpf: boolean): boolean =>
  !cpf && terme !== null && terme >= dernierJour

/** La même vérité qu’à la grille (7b, 21a, 27a) : une ligne compte si elle prouve, ce jour-là, de cette personne ou de sa structure. */
export const lireDossiers = ({ lignes, gens, dernierJour, ...session }: DossiersLus): Affectations => {
  const jour = session.premierJour
  const prouvent = jour
    ? lignes.filter(
        (l) => l.le <= jour && (l.expireLe === null || l.expireLe >= jour) && peser(l).force === 'prouve',
      )
    : []
  const de = (genre: string) => prouvent.filter((l) => l.genre === genre)
  return {
    ...session,
    habilitee: de('habilitation').length > 0,
    intervenants: gens.map(({ entreprise, titres, rapport, ...i }) => ({
      ...i,
      titres: ditAssez(titres, 1),
      rapport: ditAssez(rapport, 1),
      cv: de('cv').some(
        (l) =>
          l.personne === i.personne && jour !== null && ajouterMois(l.le as DateCivile, delais.cv) > jour,
      ),
      contrat: de('contrat-sous-traitance').some(
        (l) =>
          l.jointLe !== null &&
          jour !== null &&
          l.jointLe <= jour &&
          (l.session !== null || cadreVaut(l.terme ?? null, dernierJour ?? jour, session.cpf)) &&
          (l.entreprise === null || entreprise === null || l.entreprise === entreprise) &&
          (l.personne === null || l.personne === i.personne) &&
          ((entreprise !== null && l.entreprise === entreprise) || l.personne === i.personne),
      ),
    })),
  }
}
export type ManqueAffectation = {
  readonly exigence: Exigence
  readonly severite: Severite
  readonly personne: string | null
  readonly phrase: string
  readonly source: string
}

/** Ce qui manque, le plus grave d’abord ; et ce que répondent les deux gardes de la confirmation. */
export const jugerAffectations = (
  a: Affectations,
): {
  readonly manques: readonly ManqueAffectation[]
  readonly gardes: { readonly 'dossier-formateur-a-jour': boolean; readonly 'sous-traitance-signee': boolean }
} => {
  const jour = a.premierJour
  if (!jour)
    return { manques: [], gardes: { 'dossier-formateur-a-jour': true, 'sous-traitance-signee': true } }
  const dire = (exigence: Exigence, personne: string | null, phrase: string): ManqueAffectation => {
    const lignes = severites[exigence].filter((l) => l.depuis <= jour)
    return {
      exigence,
      severite: enVigueur(severites[exigence], jour),
      personne,
      phrase,
      source: lignes.at(-1)?.source ?? '',
    }
  }
  const manques = [
    ...a.intervenants.flatMap((i) => [
      ...(i.titres
        ? []
        : [dire('titres', i.personne, `Les titres et qualités ${de(i.nom)} ne sont pas écrits.`)]),
      ...(i.titres && !i.rapport
        ? [
            dire(
              'rapport',
              i.personne,
              `Le rapport entre les titres ${de(i.nom)} et la prestation n’est pas écrit.`,
            ),
          ]
        : []),
      ...(i.cv
        ? []
        : [
            dire('cv', i.personne, `Le curriculum vitæ ${de(i.nom)} manque, ou a plus de vingt-quatre mois.`),
          ]),
      ...(i.externe && !i.contrat
        ? [
            dire(
              a.cpf ? 'contrat-cpf' : 'contrat',
              i.personne,
              `Aucun contrat complet n’est signé et joint avant le premier jour pour ce qui est confié à ${i.nom}.`,
            ),
          ]
        : []),
    ]),
    ...(a.certifiante && !a.habilitee
      ? [dire('habilitation', null, 'Aucune habilitation du certificateur ne vaut au premier jour.')]
      : []),
  ].toSorted((x, y) => Number(x.severite === 'avertit') - Number(y.severite === 'avertit'))
  const bloque = (quoi: (e: Exigence) => boolean) =>
    manques.some((m) => m.severite === 'bloque' && quoi(m.exigence))
  const contrat = (e: Exigence) => e === 'contrat' || e === 'contrat-cpf'
  return {
    manques,
    gardes: {
      'dossier-formateur-a-jour': !bloque((e) => !contrat(e)),
      'sous-traitance-signee': !bloque(contrat),
    },
  }
}
