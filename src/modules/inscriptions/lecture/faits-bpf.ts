import { formaterDate } from '#kernel/dates.ts'
import { motDemiJournee, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { interventions } from '../db/dossiers.queries.ts'
import type { FaitsBpf } from '../domain/manques-bpf.ts'
import { dossiersUneFois, inscritsUneFois } from './lire-une-fois.ts'

/**
 * Rassemble ce que `manquesDuBpf` juge. `statuees` : par séance, ce que l'émargement répond ; absent, on ne sait pas, et
 * c'est un manque. Qui n'est jamais venu, ou n'est pas encore inscrit, ne compte pas au BPF.
 */
export const faitsBpf = async (
  tx: TenantTx,
  session: SessionLue,
  statuees: ReadonlyMap<string, boolean>,
  venus: ReadonlySet<string>,
): Promise<FaitsBpf> => {
  const [dossiers, tous, presents] = await Promise.all([
    dossiersUneFois(tx, session.id),
    inscritsUneFois(tx, session.id),
    // Sans personne d’affecté, il n’y a pas de statut à chercher.
    session.seances.some((s) => s.intervenants.length > 0) ? interventions(tx, session.id) : [],
  ])
  const inscrits = tous.filter((i) => i.etat === 'inscrit' || venus.has(i.id))
  return {
    offre: { f3: session.objectifF3, niveau: session.niveauF3, nsf: session.nsf },
    seances: partTenue(session).seances.map((s) => ({
      id: s.id,
      nom: `${formaterDate(s.jour, 'court')}, ${motDemiJournee[s.demiJournee]}`,
      statuee: statuees.get(s.id),
      intervenants: presents.filter((p) => p.seance === s.id),
    })),
    inscriptions: inscrits.map((i) => ({
      id: i.id,
      nom: `${i.prenom} ${i.nom}`,
      statutF1: i.statutF1,
      dossier: i.dossier,
    })),
    dossiers: dossiers
      .filter((d) => inscrits.some((i) => i.dossier === d.id))
      .map((d) => ({
        id: d.id,
        client: d.client,
        regime: d.regime,
        prix: d.prix,
        lignes: d.financements.map((l) => ({
          payeur: l.payeur,
          dispositif: l.dispositif,
          montantHt: l.montant,
        })),
      })),
  }
}
