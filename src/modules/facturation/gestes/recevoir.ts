/** Recevoir une facture d’un fournisseur, et y répondre. */

import { createHash } from 'node:crypto'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { sirenDe } from '#kernel/identifiants.ts'
import { centimes } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import { enseigneParDefaut, lireOrganisme } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Storage } from '#platform/storage/storage.ts'
import { ajouterStatut } from '../db/cycle.ecritures.ts'
import type { StatutId } from '../db/cycle.ts'
import {
  ajouterRecue,
  direObjet,
  lierCharge,
  rattacherAuFlux,
  verrouillerCharge,
} from '../db/recues.ecritures.ts'
import { chargesProches, lireRecue, type RecueId, type RecueLue, recueDeNumero } from '../db/recues.ts'
import {
  codeDeReponse,
  etatDeRecue,
  fautesDeReception,
  motEtatRecue,
  type Reponse,
  sirenDePartie,
} from '../domain/cycle/recevoir.ts'
import { fichesStatut } from '../domain/cycle/statuts.ts'
import { enCentimes } from '../domain/electronique/decimal.ts'
import { typesDAvoir } from '../domain/electronique/regles-fr.ts'
import type { ChargeId } from '../domain/facture.ts'
import { attenduesDe } from '../lecture/attendues.ts'
import type { FactureRecue } from '../lecture/lire-facture-electronique.ts'
import type { PrisesFacturation } from '../prises.ts'
import { ajouterUneCharge } from './charges.ts'

/** Ce qui ment se garde, avec ce qu’il rompt ; ce qui ne dit ni numéro, ni fournisseur, ni total n’est pas une facture. */
export const recevoirFacture = async (
  tx: TenantTx,
  storage: Storage,
  r: {
    readonly lue: FactureRecue
    readonly octets: Uint8Array
    readonly nom: string
    /** Venue par la plateforme. */
    readonly flux: string | null
    /** Vrai : venue par la boîte aux lettres, de qui que ce soit. */
    readonly parBoite?: boolean
    readonly le: Date
  },
): Promise<Result<{ readonly id: RecueId; readonly fautes: number }, Refus>> => {
  const { facture: f, regles, jointe } = r.lue
  const [numero, fournisseur, ttc] = [f.numero?.trim(), f.vendeur?.nom?.trim(), enCentimes(f.totaux?.ttc)]
  if (!numero || !fournisseur || ttc === null)
    return refuser(
      'incomplete',
      'Ce fichier ne dit pas de qui il vient, son numéro ou son total : demandez-en un autre à qui facture.',
    )
  const enseigne = await enseigneParDefaut(tx)
  if (!enseigne) return refuser('sans-enseigne', 'Aucune enseigne ouverte ne peut la recevoir.')
  const o = await lireOrganisme(tx)
  const siren = sirenDePartie(f.vendeur)
  const empreinte = createHash('sha256').update(r.octets).digest('hex')
  const venue = r.flux === null ? undefined : await rattacherAuFlux(tx, empreinte, r.flux)
  if (venue) return ok({ id: venue, fautes: 0 })
  const connue = await recueDeNumero(tx, { numero: numero.slice(0, 60), siren })
  if (connue?.empreinte === empreinte)
    return refuser('deja', `Ce fichier est déjà là : ${numero}, ${de(fournisseur)}.`)
  const fautes = [
    ...fautesDeReception(f, { siren: sirenDe(o.siret), nom: o.nom, dejaRecue: connue !== undefined }),
    ...regles,
  ].map((x) => ({ id: x.id.slice(0, 60), message: x.message.slice(0, 500) }))
  const pdf = jointe !== undefined
  const ht = enCentimes(f.totaux?.ht) ?? ttc
  // Un avoir diminue la charge.
  const signe = typesDAvoir.has(f.type ?? '') ? -1 : 1
  const id = newId<'FactureRecue'>(r.le) as RecueId
  const rangee = await storage.put(tx, r.octets, pdf ? 'application/pdf' : 'application/xml')
  const neuve = await ajouterRecue(tx, {
    id,
    activite: enseigne.id,
    empreinte,
    fichier: rangee.empreinte,
    nomFichier: r.nom.slice(0, 200) || 'facture',
    pdf,
    flux: r.flux,
    parBoite: r.parBoite === true,
    recueLe: r.le,
    syntaxe: f.syntaxe,
    genre: (f.type || '380').slice(0, 10),
    numero: numero.slice(0, 60),
    emiseLe: dateCivile(f.date ?? '') ?? null,
    echeance: dateCivile(f.echeance ?? '') ?? null,
    fournisseur: fournisseur.slice(0, 200),
    siren,
    ht: centimes(signe * ht),
    tva: centimes(signe * (ttc - ht)),
    ttc: centimes(signe * ttc),
    fautes: fautes.slice(0, 50),
  })
  if (!neuve) return refuser('deja', `Ce fichier est déjà là : ${numero}, ${de(fournisseur)}.`)
  await consigner(tx, {
    activite: enseigne.id,
    faitLe: r.le,
    module: 'facturation',
    geste: 'recevoir-facture',
    objet: { genre: 'facture-recue', id },
    phrase: `La facture ${numero}, ${de(fournisseur)}, est reçue${fautes.length > 0 ? ' et mise à part' : ''}.`,
  })
  return ok({ id, fautes: fautes.length })
}

type ReponseDite = {
  readonly reponse: Reponse
  readonly motif: string
  /** Ce que cette facture paie, d’entre ce qui était attendu ; vide : rien n’y est reconnu. */
  readonly attendue: string
  /** D’une approbation : la charge qu’elle devient, ou celle qui est déjà saisie. */
  readonly charge:
    | { readonly deja: ChargeId }
    | {
        readonly compte: string
        readonly session: string
        readonly prestation: boolean
        readonly raison: string
      }
}

/** Le jour d’une facture reçue : celui qu’elle dit, et aujourd’hui si elle n’en dit aucun, ou un à venir. */
export const jourDe = (r: Pick<RecueLue, 'emiseLe'>, aujourdhui: DateCivile): DateCivile =>
  r.emiseLe !== null && r.emiseLe <= aujourdhui ? r.emiseLe : aujourdhui

/** Répondre, une fois ; d’un litige on peut encore approuver ou refuser. Ce qui ment ne s’approuve pas. */
export const repondre = async (
  tx: TenantTx,
  id: RecueId,
  d: ReponseDite,
  prises: PrisesFacturation,
  maintenant: Date,
  aujourdhui: DateCivile,
): Promise<Result<undefined, Refus>> => {
  const r = await lireRecue(tx, id, { verrouiller: true })
  if (!r) return refuser('introuvable', 'Cette facture n’existe pas ici.')
  const etat = etatDeRecue(r.fautes.length, r.codes)
  if (!['a-repondre', 'a-part', 'en-litige'].includes(etat))
    return refuser('deja', `Cette facture est déjà ${motEtatRecue[etat]}.`)
  if (d.reponse === 'litige' && etat === 'en-litige')
    return refuser('deja', 'Cette facture est déjà en litige.')
  if (d.reponse === 'approuver' && r.fautes.length > 0)
    return refuser(
      'ment',
      'Ce fichier ne tient pas : refusez-le, ou demandez-en un autre. Il ne s’approuve pas.',
    )
  const motif = d.motif.trim()
  if (d.reponse !== 'approuver' && motif.length < 3)
    return refuser('motif', 'Dites pourquoi : qui facture le lira.')
  const payee = d.attendue
    ? (await attenduesDe(tx, r, jourDe(r, aujourdhui), prises)).find((x) => x.cle === d.attendue)
    : undefined
  if (d.attendue && !payee)
    return refuser(
      'attendue',
      'Ce que vous avez choisi n’est plus attendu de ce fournisseur : relisez la page.',
    )
  if (d.reponse === 'approuver') {
    if ('deja' in d.charge) {
      const { deja } = d.charge
      await verrouillerCharge(tx, deja)
      if (!(await chargesProches(tx, { ht: r.ht, jour: jourDe(r, aujourdhui) })).some((c) => c.id === deja))
        return refuser('charge', 'Cette charge n’est pas du même montant, ou une autre facture la dit déjà.')
      await lierCharge(tx, id, deja)
    } else {
      const charge = newId<'Charge'>(maintenant) as ChargeId
      const ajoutee = await ajouterUneCharge(
        tx,
        {
          id: charge,
          jour: jourDe(r, aujourdhui),
          // Ce qui est écrit l’emporte ; sinon, ce que la dépense attendue dit d’elle.
          compte: d.charge.compte || (payee?.compte ?? ''),
          libelle: `Facture ${r.numero}`,
          fournisseur: r.fournisseur,
          ht: r.ht,
          formateur: false,
          prestation: d.charge.prestation || (d.charge.compte === '' && payee?.prestation === true),
          part: 10_000,
          session: d.charge.session || (payee?.session ?? ''),
          enseigne: '',
          raison: d.charge.raison,
        },
        prises,
        maintenant,
        aujourdhui,
      )
      if (!ajoutee.ok) return ajoutee
      await lierCharge(tx, id, charge)
    }
    if (payee) await direObjet(tx, id, payee)
  }
  const code = codeDeReponse[d.reponse]
  await ajouterStatut(tx, {
    id: newId<'StatutFacture'>(maintenant) as StatutId,
    activite: r.activite,
    facture: null,
    recue: id,
    code,
    le: maintenant,
    apprisLe: maintenant,
    motifCode: d.reponse === 'approuver' ? null : 'AUTRE',
    motif: d.reponse === 'approuver' ? null : motif.slice(0, 500),
    encaisse: [],
    dit: true,
    flux: null,
    rang: 0,
    aEnvoyer: r.flux !== null,
  })
  await consigner(tx, {
    activite: r.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: `${d.reponse}-facture-recue`,
    objet: { genre: 'facture-recue', id },
    phrase: `La facture ${r.numero}, ${de(r.fournisseur)}, est ${fichesStatut[code].mot}${payee && d.reponse === 'approuver' ? ` : elle paie « ${payee.dit} »` : ''}.`,
  })
  return ok(undefined)
}
