import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Database, PublicTx, TenantTx } from '#platform/db/index.ts'
import { type ButLien, buts } from '../domain/liens.ts'
import type { Naissance } from '../domain/ports.ts'

export type NouveauLien =
  | { readonly usage: 'invitation'; readonly compte: PersonneId; readonly organisme: OrganismeId }
  | { readonly usage: 'reinitialisation'; readonly compte: PersonneId }
  | {
      /** Une demi-journée, une pièce, une demande de réponse, un espace, ou un avis à rendre : l'objet dit lequel. */
      readonly usage: 'emargement' | 'signature' | 'questionnaire' | 'espace' | 'avis'
      readonly organisme: OrganismeId
      readonly activite: ActiviteId
      readonly objet: string
    }

/**
 * Fait naître un lien, sous le rôle du travailleur ou de la ligne de commande (42501 sous le rôle web). Vrai s'il
 * vient de naître : on dépose alors son message, dans la même transaction. Faux : une tâche rejouée l'avait déjà fait.
 */
export const creerLien = async (
  tx: TenantTx | PublicTx,
  jeton: string,
  lien: NouveauLien,
  minutes: number = buts[lien.usage satisfies ButLien].dureeMin,
): Promise<boolean> => {
  const l = { compte: null, organisme: null, activite: null, objet: null, ...lien }
  const { rows } = await sql<{ r: boolean }>`select porte.creer_lien(${tokenDigest(jeton)}::bytea, ${l.usage},
    ${l.compte}::uuid, ${l.organisme}::uuid, ${l.activite}::uuid, ${l.objet}::uuid,
    make_interval(mins => ${minutes}::integer)) as r`.execute(tx)
  return rows[0]?.r === true
}

/** Prend le lien, une fois, dans la transaction qu'il a ouverte ; rend son objet, ou rien s'il a déjà servi. */
export const consommerLien = async (tx: TenantTx, jeton: string): Promise<string | undefined> => {
  const { rows } = await sql<{
    r: string | null
  }>`select porte.consommer_lien(${tokenDigest(jeton)}::bytea) as r`.execute(tx)
  return rows[0]?.r ?? undefined
}

/** Retire les liens d'émargement d'un objet (inscription annulée, séance déplacée). */
export const retirerLiens = async (tx: TenantTx, objet: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select porte.retirer_liens(${objet}::uuid) as n`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Sous le rôle du travailleur : ferme aussi les sessions du compte, et lui fait dire. Faux : il n’a pas de second facteur. */
export const oterSecondFacteur = (db: Database, courriel: string): Promise<boolean> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{
      r: boolean
    }>`select porte.oter_second_facteur(${courriel}) as r`.execute(tx)
    return rows[0]?.r === true
  })

export type Destinataire = {
  readonly courriel: string
  readonly prenom: string
  readonly nom: string
  readonly aMotDePasse: boolean
  readonly organismeNom: string | null
  readonly membre: boolean
  readonly acceptee: boolean
}

/** À qui écrire : réservé au travailleur et à la ligne de commande. */
export const lireDestinataire = (
  db: Database,
  compte: string,
  organisme: string | null,
): Promise<Destinataire | undefined> =>
  db.withoutTenant(async (tx) => {
    const { rows } =
      await sql<Destinataire>`select courriel, prenom, nom, a_mot_de_passe as "aMotDePasse", organisme_nom as "organismeNom",
      membre, acceptee from porte.destinataire(${compte}::uuid, ${organisme}::uuid)`.execute(tx)
    return rows[0]
  })

/** La ligne de commande fonde un organisme et reçoit le compte invité ; le lien naît dans la même transaction. */
export const fonderEnLigneDeCommande = (
  db: Database,
  n: Naissance,
  jeton: string,
): Promise<{ code: string; compte: PersonneId }> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{ code: string; compte: PersonneId }>`select code, compte
      from porte.fonder_en_ligne_de_commande(${n.organisme}::uuid, ${n.activite}::uuid, ${n.code}, ${n.nom}, ${n.forme},
        ${n.societe ?? null}::text, ${n.cae ?? false}::boolean, ${n.siret}, ${n.compte}::uuid, ${n.courriel}, ${n.prenom}, ${n.nomPersonne})`.execute(
      tx,
    )
    const fonde = rows[0]
    if (!fonde) throw new Error('Une porte n’a rien répondu.')
    await creerLien(tx, jeton, { usage: 'invitation', compte: fonde.compte, organisme: n.organisme })
    return fonde
  })
