/** Planifier une session, la relire, la changer, l’émarger : ce que les essais du changement partagent. */
import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { BaseDEssai } from '../../../../test/base/index.ts'
import { lireSession, type SessionLue } from '../db/sessions.queries.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import type { Planification } from '../domain/planifier-session.ts'
import type { Modification } from '../gestes/ce-qui-change.ts'
import { modifierSession } from '../gestes/modifier.ts'
import { planifier } from '../gestes/planifier.ts'
import { type Coop, jourDit, poserCoop } from './cooperatives.ts'

export const le = new Date('2026-11-24T10:40:00Z')
export const deuxJours = [
  { jour: jourDit('2027-03-22'), debut: 540, fin: 750 },
  { jour: jourDit('2027-03-23'), debut: 540, fin: 750 },
]

export const gestesDeSession = (base: BaseDEssai) => {
  const dans = <T>(c: Coop, work: (tx: TenantTx) => Promise<T>) =>
    base.enTantQue(c.organisme, { personne: c.responsable }, work)
  const une = (nom: string) => base.maintenance((tx) => poserCoop(tx, nom))

  const planifiee = async (c: Coop, p: Partial<Planification> = {}): Promise<SessionLue> => {
    const id = newId<'Session'>()
    const fait = await dans(c, (tx) =>
      planifier(
        tx,
        {
          id,
          offre: c.offre,
          lieu: 'Rue des Essais',
          zone: 'Europe/Paris',
          formateur: p.formateurId ? '' : `Anime ${newId()}`,
          capacite: 12,
          seances: deuxJours,
          motif: '',
          deQui: null,
          ...p,
        },
        le,
      ),
    )
    if (!fait.ok) throw new Error(fait.error.map((e) => e.phrase).join())
    return lue(c, id)
  }
  const lue = async (c: Coop, id: SessionId): Promise<SessionLue> => {
    const s = await dans(c, (tx) => lireSession(tx, id))
    if (!s) throw new Error('introuvable')
    return s
  }
  const voulue = (s: SessionLue, traits: Partial<Modification> = {}): Modification => ({
    id: s.id,
    revision: s.revision,
    modalite: s.modalite,
    lieu: s.lieu,
    zone: s.zone,
    formateur: s.formateur,
    capacite: s.capacite ?? 12,
    prixCentimes: s.prixCentimes ?? undefined,
    seances: s.seances.map((x) => ({ id: x.id, jour: x.jour, debut: x.debutMinutes, fin: x.finMinutes })),
    motif: '',
    ...traits,
  })
  const modifier = (c: Coop, s: SessionLue, traits: Partial<Modification> = {}) =>
    dans(c, (tx) => modifierSession(tx, voulue(s, traits), le))
  const codes = async (r: ReturnType<typeof modifier>) => {
    const rendu = await r
    return rendu.ok ? [] : rendu.error.map((e) => e.code)
  }
  /** Comme si quelqu'un avait signé : une ligne du registre, et la signature qui y renvoie. */
  const emarger = (c: Coop, s: SessionLue, rang: number) =>
    base.maintenance(async (tx) => {
      const [personne, inscription, maillon] = [newId(), newId(), newId()]
      const seance = s.seances[rang]?.id
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      values (${c.organisme}, ${personne}, ${c.activite}, 'S', 'Taz', 'taz s', now())`.execute(tx)
      await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
      values (${c.organisme}, ${inscription}, ${c.activite}, ${s.id}, ${personne}, 'inscrit', now())`.execute(
        tx,
      )
      await sql`insert into emargement.maillon (organisme_id, numero, id, activite_id, objet, contenu, empreinte)
      select ${c.organisme}, coalesce(max(numero), 0) + 1, ${maillon}, ${c.activite}, sha256('o'), '{}', sha256('e')
        from emargement.maillon where organisme_id = ${c.organisme}`.execute(tx)
      await sql`insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le)
      values (${c.organisme}, ${c.activite}, ${inscription}, ${seance}, ${maillon}, now())`.execute(tx)
    })
  const prises = (c: Coop, s: SessionId) =>
    base.maintenance(async (tx) => {
      const { rows } = await sql<{ genre: string; debut: Date }>`select o.genre, lower(o.creneau) as debut
      from sessions.occupation o join sessions.seance x on x.organisme_id = o.organisme_id and x.id = o.seance_id
      where o.organisme_id = ${c.organisme} and x.session_id = ${s} order by 2, 1`.execute(tx)
      return rows.map((r) => `${r.genre} ${r.debut.toISOString().slice(0, 16)}`)
    })

  return { dans, une, planifiee, lue, modifier, codes, emarger, prises, voulue }
}
