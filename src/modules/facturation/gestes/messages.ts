/** Les messages de cycle de vie : ce qu’ils apprennent, et celui que l’on dit. */
import { sirenDe } from '#kernel/identifiants.ts'
import { enumerer } from '#kernel/texte.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { ajouterStatut } from '../db/cycle.ecritures.ts'
import { depotsDe, factureDeNumero, type StatutAEnvoyer, type StatutId } from '../db/cycle.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { lireRecue, type RecueId, recueDeNumero } from '../db/recues.ts'
import { lirePayeur } from '../documents/donnees-facture.ts'
import { ecrireCdar } from '../domain/cycle/cdar.ts'
import { fichesStatut } from '../domain/cycle/statuts.ts'
import type { StatutLu } from '../lecture/lire-cdar.ts'

/** L’heure d’un message ne dit aucun fuseau : au-delà d’un jour d’avance, elle ne se croit pas, et vaut celle de sa réception. */
const dateCrue = (dite: Date, recu: Date): Date =>
  dite.getTime() > recu.getTime() + 86_400_000 ? recu : dite

/** Garde ce qu’un message dit de nos factures, ou de celles que nous avons reçues. Rend combien il en connaît, et la phrase qui le dit. */
export const garderStatutsRecus = async (
  tx: TenantTx,
  flux: string,
  dits: readonly StatutLu[],
  le: Date,
): Promise<{ readonly connues: number; readonly suite: string }> => {
  const nous = sirenDe((await lireOrganisme(tx)).siret)
  let connues = 0
  for (const [rang, s] of dits.entries()) {
    // Un numéro seul ne dit pas de qui est la facture : chacun numérote les siennes.
    if (s.emetteur === undefined) continue
    const emise = s.emetteur === nous ? await factureDeNumero(tx, s.numero) : undefined
    const recue = emise ? undefined : await recueDeNumero(tx, { numero: s.numero, siren: s.emetteur })
    const de = emise ?? recue
    if (!de) continue
    connues += 1
    await ajouterStatut(tx, {
      id: newId<'StatutFacture'>(le) as StatutId,
      activite: de.activite,
      facture: emise?.id ?? null,
      recue: recue?.id ?? null,
      code: s.code,
      le: dateCrue(s.le, le),
      apprisLe: le,
      motifCode: s.motifCode,
      motif: s.motif,
      encaisse: s.encaisse,
      dit: false,
      flux,
      rang,
      aEnvoyer: false,
    })
  }
  const noms = enumerer(dits.map((s) => `${s.numero} ${fichesStatut[s.code].mot}`))
  return { connues, suite: connues > 0 ? `Dit ${noms}.` : `Parle de ${noms}, qui n’est pas d’ici.` }
}

/** Le message qui dit ce statut, ou rien si la facture n’est plus lisible. */
export const messageDe = async (
  tx: TenantTx,
  s: StatutAEnvoyer,
): Promise<{ readonly nom: string; readonly xml: string } | undefined> => {
  const o = await lireOrganisme(tx)
  const nous = { siren: sirenDe(o.siret), nom: o.nom }
  const motif = s.motif ? { motif: { code: s.motifCode ?? 'AUTRE', libelle: s.motif } } : {}
  const commun = { id: s.id, code: s.code, le: s.le, ...motif }
  if (s.facture) {
    const f = await lireFacture(tx, s.facture)
    const payeur = f && (await lirePayeur(tx, f))
    const depot = f && (await depotsDe(tx, f.id)).find((d) => d.flux !== null)
    return f && payeur?.siren
      ? {
          nom: `${f.numero}-${s.code}.xml`,
          xml: ecrireCdar({
            ...commun,
            encaisse: s.encaisse,
            facture: {
              numero: f.numero,
              type: f.genre === 'acompte' ? '386' : '380',
              du: f.emiseLe,
              recueLe: depot?.deposeLe ?? s.le,
            },
            vendeur: nous,
            acheteur: { siren: payeur.siren, nom: payeur.nom },
            de: 'vendeur',
          }),
        }
      : undefined
  }
  const r = s.recue ? await lireRecue(tx, s.recue as RecueId) : undefined
  return r?.siren
    ? {
        nom: `${r.numero}-${s.code}.xml`,
        xml: ecrireCdar({
          ...commun,
          facture: {
            numero: r.numero,
            type: r.genre,
            du: r.emiseLe ?? r.recueLe.toISOString().slice(0, 10),
            recueLe: r.recueLe,
          },
          vendeur: { siren: r.siren, nom: r.fournisseur },
          acheteur: nous,
          de: 'acheteur',
        }),
      }
    : undefined
}
