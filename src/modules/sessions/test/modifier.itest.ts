import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { lireSession, type SessionLue } from '../db/sessions.queries.ts'
import type { EtatSession } from '../domain/etats.ts'
import { affecterSeance } from '../gestes/affecter.ts'
import { passerALEtat } from '../gestes/changer-etat.ts'
import { modifierSession } from '../gestes/modifier.ts'
import { deuxJours, gestesDeSession, le } from './changer.ts'
import { type Coop, jourDit, poserMembre, poserSalle } from './cooperatives.ts'

const base = await baseNeuve()
const { dans, une, planifiee, lue, modifier, codes, emarger, prises, voulue } = gestesDeSession(base)

describe('changer une session', () => {
  it('déplace, ajoute, ôte ; les heures prises suivent, le journal dit l’avant et l’après', async () => {
    const c = await une('Déplacer')
    const salle = await base.maintenance((tx) => poserSalle(tx, c))
    const s = await planifiee(c, { salle })
    const [premiere] = s.seances
    expect(
      await modifier(c, s, {
        salle,
        lieu: '',
        seances: [
          { id: premiere?.id, jour: jourDit('2027-03-24'), debut: 600, fin: 750 },
          { jour: jourDit('2027-03-25'), debut: 540, fin: 720 },
        ],
      }),
    ).toMatchObject({ ok: true, value: { change: true } })
    expect(await prises(c, s.id)).toEqual([
      'personne 2027-03-24T09:00',
      'salle 2027-03-24T09:00',
      'personne 2027-03-25T08:00',
      'salle 2027-03-25T08:00',
    ])
    const apres = await lue(c, s.id)
    expect(apres.revision).toBe(s.revision + 1)
    expect(apres.seances.map((x) => x.intervenants.map((i) => i.minutes))).toEqual([[150], [180]])
    const { rows } = await base.maintenance((tx) =>
      sql<{ details: unknown }>`select details from journal.geste where organisme_id = ${c.organisme}
        and geste = 'changer-dates-session'`.execute(tx),
    )
    expect(rows[0]?.details).toMatchObject({
      seances: {
        de: [
          ['2027-03-22', 540, 750],
          ['2027-03-23', 540, 750],
        ],
        vers: [
          ['2027-03-24', 600, 750],
          ['2027-03-25', 540, 720],
        ],
      },
    })
  })
  it('deux demi-journées échangent leurs heures, sans se gêner', async () => {
    const c = await une('Échanger')
    const s = await planifiee(c)
    const [un, deux] = s.seances
    expect(
      await modifier(c, s, {
        seances: [
          { id: un?.id, ...(deuxJours[1] as (typeof deuxJours)[number]) },
          { id: deux?.id, ...(deuxJours[0] as (typeof deuxJours)[number]) },
        ],
      }),
    ).toMatchObject({ ok: true })
    expect((await lue(c, s.id)).seances.map((x) => x.id)).toEqual([deux?.id, un?.id])
  })
  it('une salle prise refuse, et rien n’a bougé', async () => {
    const c = await une('Salle prise')
    const salle = await base.maintenance((tx) => poserSalle(tx, c))
    await planifiee(c, { salle })
    const s = await planifiee(c)
    expect(await codes(modifier(c, s, { salle, lieu: '' }))).toEqual(['deja-occupe', 'deja-occupe'])
    expect(await lue(c, s.id)).toEqual(s)
  })
  it('changer de formateur rend les heures de l’un et prend celles de l’autre', async () => {
    const c = await une('Remplacer')
    const [tom, lea] = await base.maintenance(async (tx) => [
      await poserMembre(tx, [c.organisme], 'Okafor'),
      await poserMembre(tx, [c.organisme], 'Brun'),
    ])
    const s = await planifiee(c, { formateurId: tom as PersonneId })
    expect(await modifier(c, s, { formateurId: lea as PersonneId, formateur: '' })).toMatchObject({
      ok: true,
    })
    const apres = await lue(c, s.id)
    expect(apres).toMatchObject({ formateur: 'Tom Brun', formateurId: lea })
    expect(apres.seances.map((x) => x.intervenants.map((i) => i.compte))).toEqual([[lea], [lea]])
    await planifiee(c, { formateurId: tom as PersonneId })
    await expect(planifiee(c, { formateurId: lea as PersonneId })).rejects.toThrow('déjà pris')
  })
  it('une demi-journée émargée garde ses heures, sa salle, qui l’animait et le lieu ; les autres changent', async () => {
    const c = await une('Émargée')
    const s = await planifiee(c)
    await emarger(c, s, 0)
    const [signee, libre] = s.seances
    if (!signee || !libre) throw new Error('deux séances')
    const gardee = { id: signee.id, jour: signee.jour, debut: signee.debutMinutes, fin: signee.finMinutes }
    const autre = { id: libre.id, jour: jourDit('2027-04-01'), debut: 540, fin: 750 }
    expect(await codes(modifier(c, s, { seances: [{ ...gardee, fin: 740 }, autre] }))).toEqual([
      'seance-emargee',
    ])
    expect(await codes(modifier(c, s, { seances: [autre] }))).toEqual(['seance-otee-emargee'])
    expect(await codes(modifier(c, s, { zone: 'Indian/Reunion', seances: [gardee, autre] }))).toEqual([
      'zone-figee',
    ])
    expect(
      await modifier(c, s, { lieu: 'Ailleurs', formateur: 'Léa Brun', seances: [gardee, autre] }),
    ).toMatchObject({ ok: true })
    const apres = await lue(c, s.id)
    expect(apres.seances.map((x) => [x.jour, x.lieu, x.intervenants.map((i) => i.nom).join()])).toEqual([
      ['2027-03-22', 'Rue des Essais', signee.intervenants[0]?.nom],
      ['2027-04-01', null, 'Brun'],
    ])
    expect(apres.lieu).toBe('Ailleurs')
    // Et la base le tient seule, si un geste l'oubliait.
    expect(
      await codeSql(() =>
        dans(c, (tx) =>
          sql`update sessions.seance set debut = debut + interval '1 hour' where id = ${signee.id}`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('23001')
  })
  it('un formulaire périmé est refusé ; renvoyé deux fois, il n’écrit qu’une', async () => {
    const c = await une('Périmé')
    const s = await planifiee(c)
    expect(await modifier(c, s, { capacite: 10 })).toMatchObject({ value: { change: true } })
    expect(await modifier(c, s, { capacite: 10 })).toMatchObject({ value: { change: false } })
    expect(await codes(modifier(c, s, { capacite: 9 }))).toEqual(['perime'])
    expect((await lue(c, s.id)).capacite).toBe(10)
  })
  it('deux personnes à la fois : une passe, l’autre apprend que la session a changé', async () => {
    const c = await une('Deux à la fois')
    const s = await planifiee(c)
    const rendus = await Promise.all([6, 7, 8, 9].map((capacite) => codes(modifier(c, s, { capacite }))))
    expect(rendus.map((r) => r.join()).sort()).toEqual(['', 'perime', 'perime', 'perime'])
  })
  it('ni d’une autre maison, ni finie', async () => {
    const [a, b] = [await une('Chez A'), await une('Chez B')]
    const s = await planifiee(a)
    const chezB = await dans(b, (tx) => modifierSession(tx, voulue(s), le))
    expect(chezB.ok ? [] : chezB.error.map((e) => e.code)).toEqual(['introuvable'])
    await base.maintenance((tx) =>
      sql`update sessions.session set etat = 'cloturee' where id = ${s.id}`.execute(tx),
    )
    expect(await codes(modifier(a, s, { capacite: 3 }))).toEqual(['etat-fige'])
  })
  it('s’ôter une demi-journée dont les liens sont partis est refusé, sans rien écrire', async () => {
    const c = await une('Liens partis')
    const s = await planifiee(c)
    await base.maintenance(async (tx) => {
      const [personne, inscription] = [newId(), newId()]
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${c.organisme}, ${personne}, ${c.activite}, 'S', 'Taz', 'taz s', now())`.execute(tx)
      await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
        values (${c.organisme}, ${inscription}, ${c.activite}, ${s.id}, ${personne}, 'inscrit', now())`.execute(
        tx,
      )
      await sql`insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
        values (${c.organisme}, ${newId()}, ${c.activite}, ${inscription}, ${s.seances[1]?.id}, now())`.execute(
        tx,
      )
    })
    expect(await codes(modifier(c, s, { seances: voulue(s).seances.slice(0, 1) }))).toEqual(['seance-liee'])
    expect(await lue(c, s.id)).toEqual(s)
  })
})

describe('régler une demi-journée', () => {
  it('co-animation, temps partagé, sous-traitance, plusieurs salles ; partout d’un geste', async () => {
    const c = await une('Co-animer')
    const { tom, lea, salles, of } = await base.maintenance(async (tx) => {
      const of = newId<'Entreprise'>()
      await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, est_of, cree_le)
        values (${c.organisme}, ${of}, ${c.activite}, 'Autre OF', 'autre of', true, now())`.execute(tx)
      return {
        tom: await poserMembre(tx, [c.organisme], 'Okafor'),
        lea: await poserMembre(tx, [c.organisme], 'Brun'),
        salles: [await poserSalle(tx, c, 'Duras'), await poserSalle(tx, c, 'Char')],
        of,
      }
    })
    const s = await planifiee(c, { formateurId: tom })
    const regler = (traits: Partial<Parameters<typeof affecterSeance>[1]> = {}) =>
      dans(c, async (tx) =>
        affecterSeance(
          tx,
          {
            session: s.id,
            seance: s.seances[0]?.id as SessionLue['seances'][number]['id'],
            revision: (await lireSession(tx, s.id))?.revision ?? 0,
            intervenants: [{ id: tom }, { id: lea, minutes: 90, confieeA: of }],
            salles,
            partout: true,
            ...traits,
          },
          le,
        ),
      )
    expect(await regler()).toEqual({ ok: true, value: { seances: 2 } })
    const apres = await lue(c, s.id)
    for (const x of apres.seances) {
      expect(x.salles.map((l) => l.nom)).toEqual(['Char', 'Duras'])
      expect(x.intervenants.map((i) => [i.compte, i.minutes, i.confieeA])).toEqual([
        [lea, 90, of],
        [tom, 210, null],
      ])
    }
    // Léa est prise, elle aussi.
    await expect(planifiee(c, { formateurId: lea })).rejects.toThrow('déjà pris')
    const refus = async (traits: Parameters<typeof regler>[0]) => {
      const r = await regler(traits)
      return r.ok ? [] : [...new Set(r.error.map((e) => e.code))]
    }
    expect(await refus({ intervenants: [] })).toEqual(['sans-intervenant'])
    expect(await refus({ intervenants: [{ id: tom, minutes: 300 }] })).toEqual(['trop-long'])
    expect(await refus({ intervenants: [{ id: newId<'Personne'>() }] })).toEqual(['intervenant-introuvable'])
    expect(await refus({ salles: [newId<'Salle'>()] })).toEqual(['salle-introuvable'])
    expect(await refus({ intervenants: [{ id: tom, confieeA: newId<'Entreprise'>() }] })).toEqual([
      'structure-introuvable',
    ])
    // Dans un groupement : un autre membre l’assure, et ne la reçoit pas en sous-traitance.
    expect(await refus({ cotraitant: of })).toEqual(['confiee-et-cotraitee'])
    expect(await refus({ cotraitant: newId<'Entreprise'>(), intervenants: [{ id: tom }] })).toEqual([
      'structure-introuvable',
    ])
    expect(await regler({ cotraitant: of, intervenants: [{ id: tom }], partout: false })).toMatchObject({
      ok: true,
    })
    expect((await lue(c, s.id)).seances.map((x) => x.cotraitant?.nom ?? null)).toEqual(['Autre OF', null])
    expect(await refus({ revision: 0 })).toEqual(['perime'])
    await emarger(c, s, 0)
    expect(await refus({})).toEqual(['seance-emargee'])
  })
})

describe('reporter, interrompre, reprendre', () => {
  const passer = (c: Coop, s: SessionLue, vers: EtatSession, motif = 'grève des trains', quand = le) =>
    dans(c, (tx) => passerALEtat(tx, { id: s.id, vers, motif, ailleurs: {} }, quand))
  it('reporter rend les heures ; rouvrir les redemande, et la base refuse si elles sont prises', async () => {
    const c = await une('Reporter')
    const tom = await base.maintenance((tx) => poserMembre(tx, [c.organisme], 'Okafor'))
    const s = await planifiee(c, { formateurId: tom })
    await passer(c, s, 'ouverte')
    expect(await passer(c, s, 'reportee')).toMatchObject({ ok: true })
    expect(await prises(c, s.id)).toEqual([])
    const autre = await planifiee(c, { formateurId: tom })
    expect(await passer(c, s, 'ouverte')).toMatchObject({ error: { code: 'deja-occupe' } })
    expect((await lue(c, s.id)).etat).toBe('reportee')
    // De nouvelles dates, et la session rouvre.
    const reportee = await lue(c, s.id)
    expect(
      await modifier(c, reportee, {
        formateurId: tom,
        formateur: '',
        seances: [
          { id: s.seances[0]?.id, jour: jourDit('2027-05-10'), debut: 540, fin: 750 },
          { id: s.seances[1]?.id, jour: jourDit('2027-05-11'), debut: 540, fin: 750 },
        ],
      }),
    ).toMatchObject({ ok: true })
    expect(await prises(c, s.id)).toHaveLength(2)
    expect(await passer(c, s, 'ouverte')).toMatchObject({ ok: true })
    expect(await prises(c, autre.id)).toHaveLength(2)
  })
  it('interrompre garde ce qui s’est tenu ; sans demi-journée à venir, on ne reprend pas', async () => {
    const c = await une('Interrompre')
    const s = await planifiee(c)
    await base.maintenance((tx) =>
      sql`update sessions.session set etat = 'en-cours' where id = ${s.id}`.execute(tx),
    )
    const entre = new Date('2027-03-22T20:00:00Z')
    expect(await passer(c, s, 'interrompue', 'dégât des eaux', entre)).toMatchObject({ ok: true })
    expect(await prises(c, s.id)).toEqual(['personne 2027-03-22T08:00'])
    const apres = new Date('2027-03-24T08:00:00Z')
    expect(await passer(c, s, 'en-cours', '', apres)).toMatchObject({
      error: { code: 'gardes-non-satisfaites', manquent: ['seance-a-venir'] },
    })
    expect(await passer(c, s, 'en-cours', '', entre)).toMatchObject({ ok: true })
    expect(await prises(c, s.id)).toHaveLength(2)
  })
  it('confirmer sous l’effectif demande une décision, et la garde', async () => {
    const c = await une('Effectif')
    const s = await planifiee(c, { effectifMin: 6 })
    await passer(c, s, 'ouverte')
    const confirmer = (motif: string) =>
      dans(c, (tx) =>
        passerALEtat(tx, { id: s.id, vers: 'confirmee', motif, ailleurs: { 'effectif-atteint': false } }, le),
      )
    expect(await confirmer('')).toMatchObject({ error: { manquent: ['effectif-atteint'] } })
    expect(await confirmer('le client y tient')).toMatchObject({
      ok: true,
      value: { nonVerifiees: ['dossier-formateur-a-jour'] },
    })
    expect(await lue(c, s.id)).toMatchObject({ effectifMotif: 'le client y tient', motif: null })
  })
  it('archiver attend que l’évaluation à froid soit échue', async () => {
    const c = await une('Archiver')
    const s = await planifiee(c)
    await base.maintenance((tx) =>
      sql`update sessions.session set etat = 'cloturee' where id = ${s.id}`.execute(tx),
    )
    expect(await passer(c, s, 'archivee', '', new Date('2027-09-18T12:00:00Z'))).toMatchObject({
      error: { manquent: ['froid-passe'] },
    })
    expect(await passer(c, s, 'archivee', '', new Date('2027-09-19T12:00:00Z'))).toMatchObject({ ok: true })
  })
})
