/** Le transfert d’une enseigne : proposer, accorder, remettre, accueillir, finir. Chaque coopérative n’écrit que chez elle. */
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { gestesDuCatalogue, lireContenu, type OffreId } from '#modules/catalogue/index.ts'
import { enseigneParDefaut, ouvrirUneEnseigne } from '#modules/organisme/index.ts'
import { trouverOuCreerIntervenant } from '#modules/tiers/index.ts'
import { newId, type TenantTx, toutOuRien } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { listerTransferts } from '../db/transferts.ts'
import {
  accorderLeTransfert,
  accueillirLeTransfert,
  finirLeTransfert,
  joindreAuTransfert,
  oterLesFichiers,
  prendreLeFichier,
  proposerLeTransfert,
  remettreLeTransfert,
  verrouillerTransfert,
} from '../db/transferts-portes.ts'
import { direRefusDeTransfert, type Transfert, type TransfertId } from '../domain/transferts.ts'
import type { BiensDEnseigne } from '../lecture/biens.ts'
import { aRemettre, lireRemis, verifierRemis } from '../lecture/transferts.ts'
import type { PrisesCae } from '../prises.ts'
import { reunirBiens } from './sortie.ts'

const noter = (tx: TenantTx, activite: ActiviteId, geste: string, phrase: string, le: Date) =>
  consigner(tx, {
    activite,
    faitLe: le,
    module: 'cae',
    geste,
    objet: { genre: 'enseigne', id: activite },
    phrase,
  })

export const proposerTransfert = async (
  tx: TenantTx,
  id: TransfertId,
  t: { readonly enseigne: ActiviteId; readonly siret: string; readonly jour: DateCivile },
  le: Date,
): Promise<Result<TransfertId, Refus>> => {
  const dit = await proposerLeTransfert(tx, id, t, le)
  if (dit !== 'propose') return ko(direRefusDeTransfert(dit))
  await noter(
    tx,
    t.enseigne,
    'proposer-transfert',
    `Le transfert de {enseigne:${t.enseigne}} à une autre coopérative est proposé.`,
    le,
  )
  return ok(id)
}

/** La personne le dit pour elle ; non met fin au transfert. */
export const accorderTransfert = async (
  tx: TenantTx,
  t: Transfert,
  oui: boolean,
  le: Date,
): Promise<Result<boolean, Refus>> => {
  const dit = await accorderLeTransfert(tx, t.id, oui, le)
  if (dit !== (oui ? 'accorde' : 'retire')) return ko(direRefusDeTransfert(dit))
  if (t.enseigne)
    await noter(
      tx,
      t.enseigne,
      'accorder-transfert',
      `Une personne de {enseigne:${t.enseigne}} ${oui ? 'accorde son transfert' : 'refuse son transfert : il n’a pas lieu'}.`,
      le,
    )
  return ok(oui)
}

/** Réunit ce qui part, sans un mot d’une personne formée, et le remet : c’est l’accord de la première direction. */
export const remettreTransfert = async (
  services: Pick<Services, 'storage'>,
  tx: TenantTx,
  t: Transfert,
  biens: BiensDEnseigne | undefined,
  le: Date,
): Promise<Result<void, Refus>> => {
  if (!biens) return ko(direRefusDeTransfert('introuvable'))
  await verrouillerTransfert(tx, t.id)
  const pret = await remettreLeTransfert(tx, t.id, null, le)
  if (pret !== 'pret') return ko(direRefusDeTransfert(pret))
  // Ce qui est à la coopérative reste ; les papiers émis aussi, qui sont ses preuves.
  const siens = biens.biens.filter((b) => b.titulaire.qui !== 'cooperative')
  const reunir = reunirBiens(services, tx, biens, siens, '', le)
  return toutOuRien(tx, async () => {
    for (let rang = 0; ; ) {
      const { done, value } = await reunir.next()
      if (done) {
        const corps = verifierRemis(aRemettre(value.corps))
        if (!corps.ok) return corps
        const remis = await remettreLeTransfert(tx, t.id, corps.value, le)
        if (remis !== 'remis') return ko(direRefusDeTransfert(remis))
        break
      }
      if (value.nom.startsWith('supports/')) {
        if (!(await joindreAuTransfert(tx, t.id, rang, value))) return ko(direRefusDeTransfert('trop-lourd'))
        rang += 1
      }
    }
    await noter(
      tx,
      biens.enseigne.id,
      'remettre-transfert',
      `Ce qui part avec {enseigne:${biens.enseigne.id}} est remis à l’autre coopérative.`,
      le,
    )
    return ok(undefined)
  })
}

export type Accueil = {
  readonly enseigne: ActiviteId
  readonly programmes: number
  readonly supports: number
  /** Les supports qu’aucun registre n’a pris, par leur titre. */
  readonly laisses: readonly string[]
}
/**
 * L’accord de la seconde direction : l’enseigne naît, ses programmes en brouillon, ses supports à leurs registres, ses personnes avec leur
 * fiche d’intervenant. Rien de cela ne prouve ni ne se publie avant d’être relu ici.
 */
export const accueillirTransfert = async (
  services: Pick<Services, 'clock' | 'storage' | 'keys'>,
  tx: TenantTx,
  {
    visiteur,
    transfert,
    nom,
    le,
  }: {
    readonly visiteur: Visiteur
    readonly transfert: TransfertId
    readonly nom: string
    readonly le: Date
  },
  { classerSupport }: Pick<PrisesCae, 'classerSupport'>,
): Promise<Result<Accueil, Refus>> => {
  await verrouillerTransfert(tx, transfert)
  const [t] = await listerTransferts(tx, transfert)
  if (t?.sens !== 'vient') return ko(direRefusDeTransfert('introuvable'))
  if (t.etat !== 'remis') return ko(direRefusDeTransfert(t.etat))
  const remis = lireRemis(t.contenu)
  if (!remis.ok) return remis
  const enseigne = newId<'Activite'>(le)
  const ouverte = await ouvrirUneEnseigne(services, tx, visiteur, enseigne, nom)
  if (!ouverte.ok) return ouverte
  const dit = await accueillirLeTransfert(tx, t.id, enseigne, le)
  // L’enseigne vient d’être ouverte : ce refus défait tout.
  if (dit !== 'accueillie') throw new Error(`transfert ${t.id} : ${dit}`)
  const offres = new Map<string, OffreId>()
  const { ecrireOffre } = gestesDuCatalogue(tx, le)
  for (const p of remis.value.programmes) {
    const id = newId<'Offre'>(le)
    await ecrireOffre(id, enseigne, lireContenu({ ...p.contenu, intitule: p.intitule }))
    offres.set(plier(p.intitule), id)
  }
  const laisses: string[] = []
  // Les fichiers d’un support à la fois : le transfert entier ne tient jamais en mémoire.
  for (const s of remis.value.supports) {
    const fichiers: { readonly nom: string; readonly octets: Buffer }[] = []
    for (const f of s.fichiers) {
      const octets = await prendreLeFichier(tx, t.id, f)
      if (octets) fichiers.push({ nom: f.split('/').at(-1) ?? f, octets })
    }
    const classe = await classerSupport(
      services,
      tx,
      {
        activite: enseigne,
        offre: offres.get(plier(s.programme)) ?? null,
        de: t.de,
        genre: s.genre,
        titre: s.titre,
        contenu: s.contenu,
        fichiers,
      },
      le,
    )
    if (!classe.ok) laisses.push(s.titre)
  }
  await oterLesFichiers(tx, t.id)
  for (const { prenom, nom: famille, compte } of t.gens)
    await trouverOuCreerIntervenant(tx, enseigne, { prenom, nom: famille, compte }, le)
  await noter(
    tx,
    enseigne,
    'accueillir-transfert',
    `{enseigne:${enseigne}} est accueillie d’une autre coopérative.`,
    le,
  )
  return ok({
    enseigne,
    programmes: remis.value.programmes.length,
    supports: remis.value.supports.length - laisses.length,
    laisses,
  })
}

/** La première direction se retire, ou la seconde refuse : ce qui était remis s’en va. */
export const finirTransfert = async (
  tx: TenantTx,
  t: Transfert,
  motif: string,
  le: Date,
): Promise<Result<void, Refus>> => {
  const dit = await finirLeTransfert(tx, t.id, motif, le)
  if (dit !== 'fini') return ko(direRefusDeTransfert(dit))
  // Qui refuse n’a pas l’enseigne : son journal le garde sous la sienne.
  const ou = t.enseigne ?? (await enseigneParDefaut(tx))?.id
  if (ou)
    await noter(
      tx,
      ou,
      t.enseigne ? 'retirer-transfert' : 'refuser-transfert',
      t.enseigne
        ? `Le transfert de {enseigne:${t.enseigne}} est retiré.`
        : `L’enseigne ${t.nom}, que ${t.de} remettait, est refusée.`,
      le,
    )
  return ok(undefined)
}
