import type { DateCivile } from '#kernel/dates.ts'
import type { CodePostal } from '#kernel/identifiants.ts'
import { type Avertissement, type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { nettoyer, uneLigne } from '#kernel/texte.ts'
import type { Zone } from '#kernel/zones.ts'
import { type Forme, type Societe, societes } from './forme.ts'
import {
  type ChampOrganisme,
  type Cloture,
  creerOrganisme,
  type Organisme,
  type RegimeTva,
} from './organisme.ts'

export const genresDeForme = ['scop', 'scic', 'cooperative', 'association', 'autre'] as const
export type GenreDeForme = (typeof genresDeForme)[number]

export type FormeSaisie = {
  readonly genre: GenreDeForme
  readonly societe: Societe | undefined
  readonly cae: boolean
  readonly capitalVariable: boolean
  readonly libelle: string
}

/**
 * Une Scop ou une Scic est une qualité portée par une société : il faut dire laquelle. Une CAE est une société
 * coopérative (loi de 1947, art. 26-41) : une association n'en est pas une.
 */
export const composerForme = (
  f: FormeSaisie,
): Result<Forme, Refus<'societe-manquante' | 'cae-hors-cooperative' | 'forme-vide'>> => {
  switch (f.genre) {
    case 'association':
    case 'autre':
      if (f.cae)
        return refuser(
          'cae-hors-cooperative',
          'Une coopérative d’activité et d’emploi est une société coopérative : choisissez Scop, Scic ou société coopérative.',
        )
      if (f.genre === 'association') return ok({ genre: 'association' })
      return uneLigne(f.libelle).length < 2
        ? refuser('forme-vide', 'Écrivez la forme telle que vos papiers la disent.')
        : ok({ genre: 'autre', libelle: uneLigne(f.libelle) })
    default:
      if (!societes.some((s) => s === f.societe) || !f.societe)
        return refuser('societe-manquante', 'Dites quelle société la porte : SARL, SA ou SAS.')
      return ok({ genre: f.genre, societe: f.societe, cae: f.cae, capitalVariable: f.capitalVariable })
  }
}

export type IdentiteSaisie = {
  readonly code: string
  readonly nom: string
  readonly forme: FormeSaisie
  readonly siret: string
  readonly nda: string
  readonly ndaPrefet: string
  readonly uai: string
  readonly adresse: string
  readonly codePostal: CodePostal | undefined
  readonly ville: string
  readonly courriel: string
  readonly telephone: string
  readonly site: string
  readonly couleur: string
  readonly zone: Zone
  readonly regimeTva: RegimeTva['regime']
  readonly demandeRecueLe: DateCivile | undefined
  readonly tvaReference: string
  readonly cloture: Cloture
}

/** Ce qui s'enregistre : vérifié, mis en forme. */
export type Identite = Omit<Organisme, 'code' | 'numeroTva' | 'cae'> & {
  readonly ndaPrefet: string
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly telephone: string
  readonly site: string
  readonly couleur: string
  readonly zone: Zone
}

export type ChampIdentite =
  | Exclude<ChampOrganisme, 'code'>
  | 'societe'
  | 'formeLibelle'
  | 'cae'
  | 'demandeRecueLe'
  | 'couleur'
  | 'site'
  | 'telephone'
export type RefusIdentite = {
  readonly code: 'identite-invalide'
  readonly champs: Partial<Record<ChampIdentite, Refus>>
}

const champDeForme = {
  'societe-manquante': 'societe',
  'cae-hors-cooperative': 'cae',
  'forme-vide': 'formeLibelle',
} as const

/** Une adresse de site telle qu'on la montre : `https`, sans compte ni port exotique. */
const lireSite = (texte: string): string | undefined => {
  const propre = uneLigne(texte)
  if (propre === '') return ''
  const complet = /^[a-z]+:/i.test(propre) ? propre : `https://${propre}`
  try {
    const url = new URL(complet)
    const sure = url.protocol === 'https:' || url.protocol === 'http:'
    return sure && url.username === '' && /\.[a-z]{2,}$/i.test(url.hostname) && complet.length <= 200
      ? url.href.replace(/\/$/, '')
      : undefined
  } catch {
    return undefined
  }
}

const lireTelephone = (texte: string): string | undefined => {
  const propre = uneLigne(texte)
  return propre === '' ||
    (/^\+?[\d .()\u00a0\u202f-]{6,25}$/.test(propre) && /\d{6}/.test(propre.replace(/\D/g, '')))
    ? propre
    : undefined
}

/** Toutes les fautes d'un coup. Les avertissements (le NDA surtout) n'empêchent rien : ils se montrent. */
export const reglerIdentite = (
  s: IdentiteSaisie,
): Result<{ identite: Identite; avertissements: Avertissement[] }, RefusIdentite> => {
  const champs: Partial<Record<ChampIdentite, Refus>> = {}
  const forme = composerForme(s.forme)
  if (!forme.ok) champs[champDeForme[forme.error.code]] = forme.error
  if (s.regimeTva === 'exonere' && !s.demandeRecueLe)
    champs.demandeRecueLe = refus(
      'attestation-date',
      'Écrivez le jour où l’administration a reçu votre demande d’attestation : l’exonération vaut depuis ce jour.',
    )
  const couleur = s.couleur.trim().toLowerCase()
  if (!/^#[0-9a-f]{6}$/.test(couleur))
    champs.couleur = refus('couleur-forme', 'Écrivez la couleur ainsi : #0f4c4a.')
  const site = lireSite(s.site)
  if (site === undefined)
    champs.site = refus('site-forme', 'Écrivez l’adresse du site ainsi : https://exemple.fr.')
  const telephone = lireTelephone(s.telephone)
  if (telephone === undefined)
    champs.telephone = refus('telephone-forme', 'Écrivez le numéro ainsi : 02 99 00 00 00.')
  const tva: RegimeTva =
    s.regimeTva === 'exonere' && s.demandeRecueLe
      ? {
          regime: 'exonere',
          attestation: {
            demandeRecueLe: s.demandeRecueLe,
            ...(s.tvaReference ? { reference: uneLigne(s.tvaReference) } : {}),
          },
        }
      : { regime: s.regimeTva === 'exonere' ? 'a-dire' : s.regimeTva }
  const lu = creerOrganisme({
    nom: s.nom,
    code: s.code,
    siret: s.siret,
    nda: s.nda,
    uai: s.uai,
    courriel: s.courriel,
    ...(s.codePostal ? { codePostal: s.codePostal } : {}),
    forme: forme.ok ? forme.value : { genre: 'association' },
    tva,
    cloture: s.cloture,
  })
  if (!lu.ok) {
    const { code, ...reste } = lu.error.champs
    Object.assign(champs, reste, code ? { nom: code } : {})
  }
  if (!lu.ok || !forme.ok || site === undefined || telephone === undefined || Object.keys(champs).length > 0)
    return ko({ code: 'identite-invalide', champs })
  const o = lu.value.organisme
  return ok({
    identite: {
      nom: o.nom,
      siret: o.siret,
      nda: o.nda,
      uai: o.uai,
      courriel: o.courriel,
      forme: o.forme,
      tva: o.tva,
      cloture: o.cloture,
      ndaPrefet: uneLigne(s.ndaPrefet),
      adresse: nettoyer(s.adresse).trim(),
      codePostal: s.codePostal ?? '',
      ville: uneLigne(s.ville),
      telephone,
      site,
      couleur,
      zone: s.zone,
    },
    avertissements: lu.value.avertissements,
  })
}

const noms = {
  nom: 'le nom',
  siret: 'le SIRET',
  nda: 'le numéro de déclaration',
  ndaPrefet: 'le préfet de région',
  uai: 'le code UAI',
  courriel: 'le courriel',
  forme: 'la forme',
  tva: 'le régime de TVA',
  cloture: 'la clôture',
  adresse: 'l’adresse',
  codePostal: 'le code postal',
  ville: 'la ville',
  telephone: 'le téléphone',
  site: 'le site',
  couleur: 'la couleur',
  zone: 'le fuseau',
} as const satisfies Record<keyof Identite, string>

/** Ce qui change, nommé pour une personne : le journal le dit sans recopier les valeurs. */
export const ecartsIdentite = (avant: Readonly<Record<keyof Identite, unknown>>, apres: Identite): string[] =>
  (Object.keys(noms) as (keyof Identite)[])
    .filter((cle) => JSON.stringify(avant[cle]) !== JSON.stringify(apres[cle]))
    .map((cle) => noms[cle])
