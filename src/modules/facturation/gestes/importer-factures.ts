/** Un fichier d’un autre outil : lu à blanc, montré, puis enregistré une fois. */
import { createHash } from 'node:crypto'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter, de, plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { enseigneParDefaut, listerEnseignes } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterCharge, ajouterEcriture } from '../db/enregistrer.ecritures.ts'
import { factureDeNumero, sessionDeNumero } from '../db/enregistrer.ts'
import { ajouterMouvement, ajouterReleve } from '../db/reglements.ecritures.ts'
import { avecRaison, leJour, refusSansRaison } from '../domain/exercice-depose.ts'
import { refusDeJour } from '../domain/plausible.ts'
import { type GenreImport, motImport } from '../lecture/colonnes-import.ts'
import type { LigneLue } from '../lecture/csv.ts'
import {
  lireChargeDAilleurs,
  lireEcritureDAilleurs,
  lireFactureDAilleurs,
  lireMouvementDAilleurs,
} from '../lecture/lire-lignes.ts'
import { enregistrerFacture, type Saisie } from './enregistrer.ts'

export type LigneDeRapport = {
  readonly ligne: number
  readonly etat: 'enregistree' | 'deja' | 'ecartee'
  readonly quoi: string
  readonly note: string
}

/** L’annulation voulue d’une lecture à blanc : tout est écrit, lu, puis défait. */
class ABlanc extends Error {
  readonly rapport: readonly LigneDeRapport[]
  constructor(rapport: readonly LigneDeRapport[]) {
    super('lecture à blanc')
    this.rapport = rapport
  }
}
export const rapportABlanc = (e: unknown): readonly LigneDeRapport[] | undefined =>
  e instanceof ABlanc ? e.rapport : undefined

const empreinteDe = (texte: string): string => createHash('sha256').update(texte).digest('hex')

const passer = async (
  tx: TenantTx,
  genre: GenreImport,
  outil: string,
  lignes: readonly LigneLue[],
  nom: string,
  commune: ActiviteId,
  maintenant: Date,
  saisie: Pick<Saisie, 'deposes' | 'raison'>,
): Promise<LigneDeRapport[]> => {
  const rapport: LigneDeRapport[] = []
  const dire = (l: LigneLue, etat: LigneDeRapport['etat'], quoi: string, note = '') =>
    rapport.push({ ligne: l.ligne, etat, quoi, note })
  const vus = new Map<string, number>()
  const sansRaison = (quoi: string, jour: DateCivile) =>
    refusSansRaison(quoi, [leJour(jour)], saisie.deposes ?? [], saisie.raison ?? '')
  const enseignes = genre === 'charges' || genre === 'ecritures' ? await listerEnseignes(tx) : []
  /** L’enseigne que la ligne nomme ; rien si elle n’en nomme pas, ou si elle n’est pas d’ici (`inconnue` le dit). */
  const enseigneDe = (l: LigneLue) => {
    const dite = l.champs.get('enseigne') ?? ''
    const enseigne = dite === '' ? undefined : enseignes.find((x) => plier(x.nom) === plier(dite))
    return {
      enseigne,
      inconnue: dite !== '' && !enseigne ? `L’enseigne ${dite} n’est pas connue ici.` : undefined,
    }
  }
  const releve =
    genre === 'releve'
      ? { id: await ajouterReleve(tx, { activite: commune, nom, le: maintenant }), activite: commune }
      : undefined
  for (const l of lignes) {
    if (genre === 'factures') {
      const lue = lireFactureDAilleurs(l)
      if (!lue.ok) {
        dire(l, 'ecartee', l.champs.get('numero') ?? '', lue.error.phrase)
        continue
      }
      const r = await enregistrerFacture(tx, outil, lue.value, maintenant, saisie)
      if (!r.ok) dire(l, 'ecartee', lue.value.numero, r.error.phrase)
      else
        dire(
          l,
          r.value.deja ? 'deja' : 'enregistree',
          `${lue.value.numero}, ${lue.value.client}`,
          r.value.note,
        )
    } else if (genre === 'charges') {
      const lue = lireChargeDAilleurs(l)
      if (!lue.ok) {
        dire(l, 'ecartee', l.champs.get('libelle') ?? '', lue.error.phrase)
        continue
      }
      const impossible =
        refusDeJour('Une charge', lue.value.jour, jourLocal(maintenant, ZONE_PAR_DEFAUT), 366) ??
        sansRaison('cette charge', lue.value.jour)
      if (impossible) {
        dire(l, 'ecartee', lue.value.libelle, impossible.phrase)
        continue
      }
      const session = lue.value.session ? await sessionDeNumero(tx, lue.value.session) : undefined
      if (lue.value.session && !session) {
        dire(l, 'ecartee', lue.value.libelle, `La session ${lue.value.session} n’est pas connue ici.`)
        continue
      }
      const { enseigne, inconnue } = enseigneDe(l)
      if (inconnue) {
        dire(l, 'ecartee', lue.value.libelle, inconnue)
        continue
      }
      // Sans numéro de pièce, la ligne entière fait son identité : le même fichier relu n’ajoute rien.
      const cle = empreinteDe([...l.champs].map(([k, v]) => `${k}=${v}`).join('|'))
      const rang = (vus.get(cle) ?? 0) + 1
      vus.set(cle, rang)
      const ajoutee = await ajouterCharge(tx, {
        ...lue.value,
        id: newId<'Charge'>(maintenant),
        activite: session?.activite ?? enseigne?.id ?? commune,
        session: session?.id ?? null,
        outil,
        numero: lue.value.numero ?? `${cle.slice(0, 40)}-${rang}`,
        le: maintenant,
      })
      dire(l, ajoutee ? 'enregistree' : 'deja', `${lue.value.compte}, ${lue.value.libelle}`)
    } else if (genre === 'ecritures') {
      // Une ligne écartée garde sa place : corrigé puis relu, le fichier n’ajoute qu’elle.
      const cle = ['journal', 'numero', 'date'].map((c) => l.champs.get(c) ?? '').join('|')
      const rang = (vus.get(cle) ?? 0) + 1
      vus.set(cle, rang)
      const lue = lireEcritureDAilleurs(l)
      if (!lue.ok) {
        dire(l, 'ecartee', l.champs.get('numero') ?? '', lue.error.phrase)
        continue
      }
      const touche = /^7/.test(lue.value.compte) ? sansRaison('cette écriture', lue.value.jour) : undefined
      if (touche) {
        dire(l, 'ecartee', `${lue.value.numero}, ${lue.value.compte}`, touche.phrase)
        continue
      }
      const { enseigne, inconnue } = enseigneDe(l)
      if (inconnue) {
        dire(l, 'ecartee', `${lue.value.numero}, ${lue.value.compte}`, inconnue)
        continue
      }
      const facture = lue.value.facture ? await factureDeNumero(tx, lue.value.facture) : undefined
      const ajoutee = await ajouterEcriture(tx, {
        ...lue.value,
        activite: facture?.activite ?? enseigne?.id ?? commune,
        outil,
        factureId: facture?.id ?? null,
        rang,
        le: maintenant,
      })
      dire(
        l,
        ajoutee ? 'enregistree' : 'deja',
        `${lue.value.numero}, ${lue.value.compte}`,
        lue.value.facture && !facture
          ? `facture ${lue.value.facture} inconnue : l’écriture n’est reliée à rien`
          : '',
      )
    } else {
      const lue = lireMouvementDAilleurs(l)
      if (!lue.ok) {
        dire(l, 'ecartee', l.champs.get('libelle') ?? '', lue.error.phrase)
        continue
      }
      const cle = `${lue.value.jour}|${lue.value.montant}|${plier(lue.value.libelle)}`
      const rang = (vus.get(cle) ?? 0) + 1
      vus.set(cle, rang)
      const ajoute =
        releve &&
        (await ajouterMouvement(tx, releve, { ...lue.value, empreinte: empreinteDe(`${cle}|${rang}`) }))
      dire(l, ajoute ? 'enregistree' : 'deja', `${lue.value.libelle}, ${formaterMontant(lue.value.montant)}`)
    }
  }
  return rapport
}

/**
 * Enregistre d’un fichier ce qui peut l’être, ligne à ligne. À blanc, tout est joué puis défait par une exception que
 * l’appelant reconnaît (`rapportABlanc`) : le rapport est donc exactement celui de l’enregistrement.
 */
export const importer = async (
  tx: TenantTx,
  demande: {
    readonly genre: GenreImport
    readonly outil: string
    /** Ce que le fichier dit (`lireImportAPart`), lu avant la transaction. */
    readonly lignes: readonly LigneLue[]
    readonly nom: string
    readonly aBlanc: boolean
  } & Pick<Saisie, 'deposes' | 'raison'>,
  maintenant: Date,
): Promise<Result<readonly LigneDeRapport[], Refus>> => {
  const enseigne = await enseigneParDefaut(tx)
  if (!enseigne) return refuser('sans-enseigne', 'Aucune enseigne ouverte ne peut recevoir ces lignes.')
  const rapport = await passer(
    tx,
    demande.genre,
    demande.outil,
    demande.lignes,
    demande.nom,
    enseigne.id,
    maintenant,
    demande,
  )
  if (demande.aBlanc) throw new ABlanc(rapport)
  const faites = rapport.filter((r) => r.etat === 'enregistree').length
  await consigner(tx, {
    activite: enseigne.id,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'importer',
    phrase: avecRaison(
      `Import ${de(motImport[demande.genre])} : ${compter(faites, 'ligne enregistrée', { pluriel: 'lignes enregistrées' })} sur ${rapport.length}.`,
      demande.raison ?? '',
    ),
  })
  return ok(rapport)
}
