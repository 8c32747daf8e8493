/** Ce que les essais des marchés posent d’avance : un groupement constitué, un avis à plusieurs lots. */
import { sql } from 'kysely'
import type { MaintenanceTx } from '#platform/db/index.ts'
import type { AvisLu } from '../domain/avis.ts'

type Membre = { readonly organisme: string; readonly personne: string }
/** Un groupement constitué, le premier membre mandataire, chacun une personne entrée. */
export const poserGroupement = async (
  tx: MaintenanceTx,
  id: string,
  membres: readonly Membre[],
  {
    lot,
    limite,
    zone = 'Europe/Paris',
    objet = 'Accompagner vers l’emploi, lot 1',
  }: {
    readonly lot: string
    readonly limite: Date
    readonly zone?: string
    readonly objet?: string
  },
): Promise<void> => {
  for (const [i, qui] of membres.entries()) {
    await sql`insert into marches.membre (groupement_id, organisme_id, lot, mandataire, invite_le, accepte_le) values (${id}, ${qui.organisme}, ${lot}, ${i === 0}, now(), now())`.execute(
      tx,
    )
    await sql`insert into marches.acces (groupement_id, organisme_id, compte_id, lot, propose_le, du) values (${id}, ${qui.organisme}, ${qui.personne}, ${lot}, now(), now())`.execute(
      tx,
    )
  }
  await sql`insert into marches.groupement (groupement_id, organisme_id, lot, idweb, objet, acheteur, limite, zone, forme, etat, cree_le, constitue_le)
    values (${id}, ${membres[0]?.organisme}, ${lot}, ${lot.split('#')[0]}, ${objet}, 'Région', ${limite}, ${zone}, 'conjoint', 'constitue', now(), now())`.execute(
    tx,
  )
}

/** Un avis public dont chaque lot a son terme ; `limite` : celui de l’avis. */
export const poserAvisALots = (
  tx: MaintenanceTx,
  idweb: string,
  lots: readonly { readonly id: string; readonly limite: string; readonly intitule?: string }[],
  limite: string | null = null,
  {
    objet = 'Un avis à lots',
    departements = [],
    cpv = [],
    parution = '2027-01-05',
  }: {
    readonly objet?: string
    readonly departements?: readonly string[]
    readonly cpv?: readonly string[]
    readonly parution?: string
  } = {},
) => {
  const lu: AvisLu = {
    avis: {
      idweb,
      procedure: null,
      objet,
      acheteur: { nom: 'Région', siret: null },
      departements,
      cpv,
      parution,
      limite,
      nature: 'marche',
      lots: lots.map((l) => ({ intitule: null, ...l })),
      lies: [],
      attributions: [],
      signalements: [],
    },
    source: 'boamp',
    notice: null,
    pays: 'FRA',
    descripteurs: [],
    joursLimites: [],
  }
  return sql`insert into marches.avis (idweb, nature, parution, limite, contenu, recu_le)
    values (${idweb}, 'marche', ${parution}::date, ${limite}::timestamptz, ${JSON.stringify(lu)}::jsonb, now())`.execute(
    tx,
  )
}
