/** Envoyer une facture : le courriel se relit avec son destinataire avant de partir, la pièce y est jointe, et l’envoi se garde. */
import { formaterDate } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { de, enumerer, typographier } from '#kernel/texte.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { ajouterEnvoi } from '../db/envois.ecritures.ts'
import { type FactureLue, lireFacture } from '../db/factures.queries.ts'
import { lireCitee } from '../db/jointes.queries.ts'
import { lirePayeur } from '../documents/donnees-facture.ts'
import { type FactureId, motGenre } from '../domain/facture.ts'
import { soldeDe } from '../domain/reglements.ts'

export const tacheEnvoi = 'facturation.envoyer-facture'

export type EnvoiId = Id<'EnvoiFacture'>
export type LettreDEnvoi = {
  readonly destinataire: string
  readonly objet: string
  readonly texte: string
}

/** La lettre à relire ; le destinataire est vide quand la fiche de qui paie n’a pas d’adresse. */
export const proposerEnvoi = async (tx: TenantTx, f: FactureLue): Promise<Result<LettreDEnvoi, Refus>> => {
  if (f.piece === null)
    return refuser('pas-ici', 'Une facture d’un autre outil s’envoie de là-bas : sa pièce n’est pas ici.')
  const payeur = await lirePayeur(tx, f)
  const o = await lireOrganisme(tx)
  const avoir = f.genre === 'avoir'
  const solde = avoir ? 0 : soldeDe(f)
  const citee = await lireCitee(tx, f.piece)
  return ok({
    destinataire: payeur?.courriel ?? '',
    objet: typographier(`${motGenre[f.genre]} ${f.numero}, ${o.nom}`),
    texte: typographier(
      [
        'Bonjour,',
        `Vous trouverez ci-joint ${avoir ? 'notre avoir' : 'notre facture'} ${f.numero} du ${formaterDate(f.emiseLe)}${
          f.intitule ? `, pour « ${f.intitule} »` : ''
        }, de ${formaterMontant(f.ttc)}.`,
        ...(citee.client || citee.accord
          ? [
              [
                citee.accord ? `Votre dossier n° ${citee.accord}.` : '',
                citee.client ? `Pour le compte ${de(citee.client)}.` : '',
              ]
                .filter(Boolean)
                .join(' '),
            ]
          : []),
        ...(citee.certificats.length > 0
          ? [
              `${citee.certificats.length > 1 ? 'Sont joints les certificats' : 'Est joint le certificat'} de réalisation ${enumerer(citee.certificats.map((x) => x.numero))}.`,
            ]
          : []),
        ...(avoir && f.corrige ? [`Il diminue la facture ${f.corrige.numero}.`] : []),
        ...(solde > 0
          ? [
              `${solde === f.ttc ? 'À régler' : `Reste ${formaterMontant(soldeDe(f))} à régler`}${
                f.echeance ? ` au plus tard le ${formaterDate(f.echeance)}` : ''
              }, en rappelant le numéro ${f.numero}.`,
            ]
          : []),
        `${o.nom}\n${[o.telephone, o.courriel].filter(Boolean).join(', ')}`,
      ].join('\n\n'),
    ),
  })
}

/** `id` vient du formulaire : renvoyé deux fois, il ne part qu’une. Une même facture peut se renvoyer, à un autre ou plus tard. */
export const envoyerFacture = async (
  tx: TenantTx,
  demande: LettreDEnvoi & {
    readonly id: EnvoiId
    readonly facture: FactureId
    readonly organisme: OrganismeId
  },
  maintenant: Date,
): Promise<Result<undefined, Refus>> => {
  const f = await lireFacture(tx, demande.facture)
  if (!f) return refuser('introuvable', 'Cette facture n’existe pas ici.')
  const proposee = await proposerEnvoi(tx, f)
  if (!proposee.ok) return proposee
  const ajoute = await ajouterEnvoi(tx, {
    id: demande.id,
    activite: f.activite,
    facture: f.id,
    destinataire: demande.destinataire,
    objet: demande.objet,
    texte: demande.texte,
    le: maintenant,
  })
  if (!ajoute) return ok(undefined)
  await enqueue(
    tx,
    tacheEnvoi,
    { organisme: demande.organisme, envoi: demande.id },
    { cle: `envoi:${demande.id}` },
  )
  await consigner(tx, {
    activite: f.activite,
    faitLe: maintenant,
    module: 'facturation',
    geste: 'envoyer-facture',
    objet: { genre: 'facture', id: f.id },
    phrase: `${f.numero} part par courriel.`,
  })
  return ok(undefined)
}
