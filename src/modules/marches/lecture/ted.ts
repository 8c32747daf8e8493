import type { Nature } from '../domain/avis.ts'
import { type Corps, corpsVide } from './corps.ts'
import { cpvDe, jourDe, listeDe, siretDe, type Valeur } from './noeud.ts'

/** Un champ de la recherche TED v3 : un texte, une liste, ou un objet par langue ; le français d’abord. */
const champ = (avis: Valeur, nom: string): readonly string[] => {
  if (typeof avis !== 'object' || avis === null) return []
  const v = (avis as Record<string, unknown>)[nom]
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return listeDe(v)
  const langues = v as Record<string, unknown>
  const cle = ['fra', 'FRA', 'fr'].find((l) => Object.hasOwn(langues, l)) ?? Object.keys(langues)[0]
  return cle === undefined ? [] : listeDe(langues[cle])
}
/** Les valeurs telles quelles, répétitions gardées : une par lot. */
const suite = (avis: Valeur, nom: string): readonly string[] => {
  const v = (avis as Record<string, unknown> | null)?.[nom]
  return Array.isArray(v) ? v.flatMap((x) => listeDe(x).slice(0, 1)) : champ(avis, nom)
}

const natureDe = (genre: string, forme: string): Nature | null => {
  if (/^change|^corr/i.test(forme) || /^corr/i.test(genre)) return 'rectificatif'
  if (/^can-modif|^cont-modif/i.test(genre)) return 'autre'
  if (/^can-/i.test(genre) || /^result/i.test(forme)) return 'attribution'
  if (/^cn-/i.test(genre) || /^competition/i.test(forme)) return 'marche'
  return genre === '' && forme === '' ? null : 'autre'
}

/** Les jours et les heures d’un terme sont deux champs, une valeur par lot. Sans autant d’heures que de jours, les jours seuls. */
const termes = (avis: Valeur): readonly string[] => {
  for (const nom of ['deadline-receipt-tender', 'deadline-receipt-request']) {
    const jours = suite(avis, `${nom}-date-lot`)
    const heures = suite(avis, `${nom}-time-lot`)
    if (jours.length > 0)
      return jours.map((j, i) => {
        const heure = heures.length === jours.length ? heures[i] : undefined
        return heure === undefined ? j : `${j.slice(0, 10)}T${heure}`
      })
    const entiers = champ(avis, nom)
    if (entiers.length > 0) return entiers
  }
  return []
}

/** Un lot par numéro, par titre ou par terme publié ; sans numéro, il n’en reçoit pas. Un seul terme est celui de l’avis. */
const lotsDe = (avis: Valeur, echeances: readonly string[]): Corps['lots'] => {
  const [ids, titres] = [suite(avis, 'identifier-lot'), suite(avis, 'title-lot')]
  const combien = Math.max(ids.length, titres.length, echeances.length > 1 ? echeances.length : 0)
  return Array.from({ length: combien }, (_, i) => ({
    id: ids[i] ?? null,
    intitule: titres.length === combien ? (titres[i] ?? null) : null,
    terme: echeances.length === combien ? (echeances[i] ?? null) : null,
  }))
}

/** Vrai d’une réponse de la recherche TED v3 : ses noms ont des traits d’union. */
export const estTed = (v: Valeur): boolean =>
  typeof v === 'object' &&
  v !== null &&
  ['publication-number', 'notice-title', 'notice-type'].some((c) => c in v)

/** Un avis de la recherche TED v3. */
export const lireTed = (avis: Valeur): Corps => {
  const [genre = ''] = champ(avis, 'notice-type')
  const [forme = ''] = champ(avis, 'form-type')
  const nature = natureDe(genre, forme)
  const echeances = termes(avis)
  const gagnants = nature === 'attribution' ? champ(avis, 'winner-name') : []
  const [id] = champ(avis, 'notice-identifier')
  const siret = ['buyer-identifier', 'organisation-identifier-buyer']
    .flatMap((c) => champ(avis, c))
    .map(siretDe)
  return {
    ...corpsVide,
    procedure: champ(avis, 'procedure-identifier')[0] ?? null,
    objet: champ(avis, 'notice-title')[0] ?? null,
    acheteur: { nom: champ(avis, 'buyer-name')[0] ?? null, siret: siret.find((s) => s !== null) ?? null },
    cpv: champ(avis, 'classification-cpv').flatMap((c) => cpvDe(c) ?? []),
    parution: jourDe(champ(avis, 'publication-date')[0] ?? null),
    termes: echeances,
    lots: lotsDe(avis, echeances),
    nature,
    lies: champ(avis, 'change-notice-version-identifier'),
    decisions:
      gagnants.length > 0
        ? [{ lot: null, titulaires: gagnants.map((nom) => ({ nom, montant: null })), sansSuite: false }]
        : [],
    pays: champ(avis, 'buyer-country')[0] ?? null,
    notice: id === undefined ? null : { id, version: champ(avis, 'notice-version')[0] ?? null },
    publication: champ(avis, 'publication-number')[0]?.replace(/^0+(?=\d)/, '') ?? null,
  }
}
