/** Ce que dit une ligne d’un fichier venu d’un autre outil. Une faute arrête sa ligne, et le rapport la dit. */

import type { DateCivile } from '#kernel/dates.ts'
import { lireSiren, lireSiret } from '#kernel/identifiants.ts'
import { centimes, lireMontant, type Montant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { type Dispositif, type DossierId, listeDispositifs } from '#modules/inscriptions/index.ts'
import { type ChargeDAilleurs, type EcritureDAilleurs, jour } from '../domain/d-ailleurs.ts'
import { type GenreFacture, genresFacture, type Nature, natures, type Periode } from '../domain/facture.ts'
import type { LigneLue } from './csv.ts'

export type FactureDAilleurs = {
  readonly numero: string
  readonly genre: GenreFacture
  readonly emiseLe: DateCivile
  readonly echeance: DateCivile | null
  readonly client: string
  /** SIREN de qui paie ; nul : on le cherche par son nom. */
  readonly siren: string | null
  /** Positifs, même d’un avoir : le genre dit le sens. */
  readonly ht: Montant
  readonly tva: Montant
  readonly source: Dispositif | null
  readonly nature: Nature
  readonly libelle: string
  /** « S-2026-001 ». */
  readonly session: string | null
  /** Le dossier client qu’elle paie, quand une personne l’a dit ; absent : on le cherche par le payeur et l’origine. */
  readonly dossier?: DossierId
  readonly periode: Periode | null
  readonly corrige: string | null
}

export type MouvementDAilleurs = {
  readonly jour: DateCivile
  readonly montant: Montant
  readonly libelle: string
}

const dit = (l: LigneLue, ...noms: readonly string[]): string => {
  for (const n of noms) {
    const v = l.champs.get(n)
    if (v) return v
  }
  return ''
}

const oui = (t: string): boolean => /^(oui|o|1|x|vrai)$/i.test(t.trim())
const jourFacultatif = (t: string): Result<DateCivile | null, Refus> => (t === '' ? ok(null) : jour(t))
const montant = (t: string, negatif = false): Result<Montant, Refus> =>
  t === '' ? ok(centimes(0)) : lireMontant(t, { negatif })

/** « opco-plan », « OPCO plan », « 2h » : le code, ou rien ; une origine inconnue se refuse, elle ne se devine pas. */
const origine = (t: string): Result<Dispositif | null, Refus> => {
  if (t === '') return ok(null)
  const net = plier(t).replace(/[^a-z0-9]+/g, '-')
  const trouve = listeDispositifs.find((d) => d === net)
  return trouve
    ? ok(trouve)
    : refuser(
        'origine',
        `« ${t.slice(0, 40)} » n’est pas une origine connue : laissez vide, et affectez ensuite.`,
      )
}

export const lireFactureDAilleurs = (l: LigneLue): Result<FactureDAilleurs, Refus> => {
  const numero = dit(l, 'numero', 'numero_de_facture', 'facture')
  if (numero === '' || numero.length > 40)
    return refuser('numero', 'Le numéro manque, ou dépasse quarante signes.')
  const client = dit(l, 'client', 'payeur', 'nom')
  if (client === '' || client.length > 200) return refuser('client', 'Le nom de qui paie manque.')
  const emise = jour(dit(l, 'date', 'date_facture', 'emise_le'))
  if (!emise.ok) return emise
  const echeance = jourFacultatif(dit(l, 'echeance'))
  if (!echeance.ok) return echeance
  const du = jourFacultatif(dit(l, 'debut'))
  if (!du.ok) return du
  const au = jourFacultatif(dit(l, 'fin'))
  if (!au.ok) return au
  const ht = montant(dit(l, 'montant_ht', 'ht', 'total_ht'), true)
  if (!ht.ok) return ht
  const tva = montant(dit(l, 'tva', 'montant_tva'), true)
  if (!tva.ok) return tva
  const source = origine(dit(l, 'origine', 'dispositif', 'financeur'))
  if (!source.ok) return source
  const ditGenre = plier(dit(l, 'genre', 'type'))
  const genre: GenreFacture =
    genresFacture.find((g) => ditGenre.includes(g)) ?? (ht.value < 0 ? 'avoir' : 'facture')
  if (ht.value === 0) return refuser('montant', 'Le montant hors taxes manque, ou vaut zéro.')
  if (genre !== 'avoir' && ht.value < 0)
    return refuser('montant', 'Une facture est positive : un montant négatif est un avoir.')
  const nature = natures.find((n) => n === plier(dit(l, 'nature')).replace(/[^a-z]+/g, '-')) ?? 'formation'
  const siren = dit(l, 'siret', 'siren')
  const lu =
    siren === '' ? undefined : siren.replace(/\s/g, '').length > 9 ? lireSiret(siren) : lireSiren(siren)
  if (lu && !lu.ok) return lu
  if ((du.value === null) !== (au.value === null) || (du.value && au.value && du.value > au.value))
    return refuser('periode', 'La période a un début et une fin, dans cet ordre.')
  if (echeance.value && echeance.value < emise.value)
    return refuser('echeance', 'L’échéance précède la date de la facture.')
  return ok({
    numero,
    genre,
    emiseLe: emise.value,
    echeance: echeance.value,
    client,
    siren: lu?.ok ? String(lu.value).slice(0, 9) : null,
    ht: centimes(Math.abs(ht.value)),
    tva: centimes(Math.abs(tva.value)),
    source: source.value,
    nature,
    libelle:
      dit(l, 'libelle', 'objet', 'designation') || `${genre === 'avoir' ? 'Avoir' : 'Facture'} ${numero}`,
    session: dit(l, 'session') || null,
    periode: du.value && au.value ? { du: du.value, au: au.value } : null,
    corrige: dit(l, 'corrige', 'facture_d_origine') || null,
  })
}

export const lireChargeDAilleurs = (l: LigneLue): Result<ChargeDAilleurs, Refus> => {
  const le = jour(dit(l, 'date', 'jour'))
  if (!le.ok) return le
  const compte = dit(l, 'compte').replace(/\s/g, '')
  if (!/^6\d{1,9}$/.test(compte)) return refuser('compte', 'Une charge porte un compte de la classe 6.')
  const ht = montant(dit(l, 'montant_ht', 'montant', 'ht'), true)
  if (!ht.ok) return ht
  if (ht.value === 0) return refuser('montant', 'Le montant manque, ou vaut zéro.')
  const part = dit(l, 'part_formation')
  const points =
    part === '' ? 10_000 : Math.round(Number(part.replace(',', '.').replace('%', '').trim()) * 100)
  if (!Number.isInteger(points) || points < 0 || points > 10_000)
    return refuser('part', 'La part de formation va de 0 à 100 %.')
  const libelle = dit(l, 'libelle')
  if (libelle === '' || libelle.length > 300) return refuser('libelle', 'Le libellé manque.')
  return ok({
    jour: le.value,
    compte,
    libelle,
    fournisseur: dit(l, 'fournisseur').slice(0, 200) || null,
    ht: ht.value,
    formateur: oui(dit(l, 'formateur')),
    prestation: oui(dit(l, 'prestation_formation', 'prestation')),
    part: points,
    session: dit(l, 'session') || null,
    numero: dit(l, 'numero', 'piece').slice(0, 60) || null,
  })
}

export const lireEcritureDAilleurs = (l: LigneLue): Result<EcritureDAilleurs, Refus> => {
  const le = jour(dit(l, 'date', 'ecrituredate'))
  if (!le.ok) return le
  const compte = dit(l, 'compte', 'comptenum').replace(/\s/g, '').toUpperCase()
  if (!/^[1-9][0-9A-Z]{1,19}$/.test(compte)) return refuser('compte', 'Le compte manque, ou ne se lit pas.')
  // Un FEC dit deux colonnes, ou un montant et son sens (LPF, A47 A-1).
  const sens = dit(l, 'sens').toUpperCase()
  const debit = montant(dit(l, 'debit') || (sens.startsWith('D') || sens === '+1' ? dit(l, 'montant') : ''))
  if (!debit.ok) return debit
  const credit = montant(dit(l, 'credit') || (sens.startsWith('C') || sens === '-1' ? dit(l, 'montant') : ''))
  if (!credit.ok) return credit
  if ((debit.value === 0) === (credit.value === 0))
    return refuser('sens', 'Une écriture est au débit ou au crédit, pas les deux.')
  const numero = dit(l, 'numero', 'ecriturenum')
  if (numero === '' || numero.length > 60) return refuser('numero', 'Le numéro de l’écriture manque.')
  return ok({
    numero,
    jour: le.value,
    journal: dit(l, 'journal', 'journalcode').slice(0, 20),
    compte,
    libelle: dit(l, 'libelle', 'ecriturelib').slice(0, 300) || compte,
    debit: debit.value,
    credit: credit.value,
    facture: dit(l, 'facture', 'pieceref') || null,
  })
}

export const lireMouvementDAilleurs = (l: LigneLue): Result<MouvementDAilleurs, Refus> => {
  const le = jour(dit(l, 'date', 'date_operation', 'date_comptable'))
  if (!le.ok) return le
  const lus = [
    montant(dit(l, 'montant'), true),
    montant(dit(l, 'credit'), true),
    montant(dit(l, 'debit'), true),
  ] as const
  for (const lu of lus) if (!lu.ok) return lu
  const [seul, credit, debit] = lus.map((lu) => (lu.ok ? lu.value : 0)) as [number, number, number]
  const valeur = centimes(seul !== 0 ? seul : Math.abs(credit) - Math.abs(debit))
  if (valeur === 0) return refuser('montant', 'Le montant manque, ou vaut zéro.')
  return ok({
    jour: le.value,
    montant: valeur,
    libelle: (dit(l, 'libelle', 'designation', 'motif') || 'sans libellé').slice(0, 500),
  })
}
