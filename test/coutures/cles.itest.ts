/** La clé d'une personne suit ses fiches réunies et son compte : ses heures à venir aussi, ou le geste dit le conflit. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { planifier } from '#modules/sessions/gestes/planifier.ts'
import { type Coop, jourDit, poserCoop, poserMembre } from '#modules/sessions/test/cooperatives.ts'
import { resoudre } from '#modules/tiers/db/renvois.ts'
import { lireTiers } from '#modules/tiers/db/tiers.queries.ts'
import type { FusionId, Tiers, TiersId } from '#modules/tiers/domain/lus.ts'
import { defaire, fusionner } from '#modules/tiers/gestes/fusionner.ts'
import { garderIntervenant } from '#modules/tiers/gestes/tenir-intervenant.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:00:00Z')
const chez = <T>(c: Coop, f: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(c.organisme, { personne: c.responsable }, f)
const coop = (nom: string) => base.maintenance((tx) => poserCoop(tx, nom))

const planifierPar = (c: Coop, formateur: string, jour: string, debut = 540, formateurId?: never | string) =>
  chez(c, (tx) =>
    planifier(
      tx,
      {
        id: newId<'Session'>(),
        offre: c.offre,
        lieu: 'Rue des Essais',
        zone: 'Europe/Paris',
        formateur: formateurId ? '' : formateur,
        ...(formateurId ? { formateurId: formateurId as never } : {}),
        capacite: 12,
        seances: [{ jour: jourDit(jour), debut, fin: debut + 210 }],
        motif: 'essai',
      },
      le,
    ),
  )
const fiche = (c: Coop, nom: string): Promise<TiersId> =>
  base.maintenance(async (tx) => {
    const id = (
      await sql<{ id: TiersId }>`select p.id from tiers.personne p join tiers.intervenant i
        on i.organisme_id = p.organisme_id and i.personne_id = p.id
        where p.organisme_id = ${c.organisme} and p.prenom || ' ' || p.nom = ${nom}`.execute(tx)
    ).rows[0]?.id
    if (!id) throw new Error(`${nom} n’intervient pas`)
    return id
  })
const reunir = (c: Coop, garde: TiersId, absorbe: TiersId, id: FusionId = newId<'Fusion'>()) =>
  chez(c, (tx) => fusionner(tx, 'fusion', id, { garde, absorbe }, le)).then((r) => ({ r, id }))
const donner = (c: Coop, personne: TiersId, compte: string | undefined) =>
  chez(c, async (tx) =>
    garderIntervenant(
      tx,
      (await lireTiers(tx, personne)) as Tiers,
      { titres: 'licence', rapport: '', ...(compte ? { compte: compte as never } : {}) },
      le,
    ),
  )
/** Les heures prises, la clé rendue à la fiche de cette coopérative dont elle est tirée ; une clé de compte se lit telle quelle. */
const prises = (c: Coop) =>
  base.maintenance(
    async (tx) =>
      (
        await sql<{
          cle: string
          ressource: string
        }>`select coalesce((select p.id from tiers.personne p where p.organisme_id = o.organisme_id
            and porte.cle_propre('personne', o.organisme_id, p.id) = o.cle), o.cle) as cle, o.ressource_id as ressource
          from sessions.occupation o where o.organisme_id = ${c.organisme} order by o.creneau`.execute(tx)
      ).rows,
  )

describe('réunir deux fiches d’intervenant', () => {
  it('reprend ses heures à venir sous une seule clé : la double réservation est de nouveau refusée', async () => {
    const c = await coop('Réunie')
    expect((await planifierPar(c, 'Tom Okafor', '2030-03-25')).ok).toBe(true)
    expect((await planifierPar(c, 'Thomas Okafor', '2030-03-26')).ok).toBe(true)
    const [tom, thomas] = [await fiche(c, 'Tom Okafor'), await fiche(c, 'Thomas Okafor')]
    const { r, id } = await reunir(c, tom, thomas)
    expect(r.ok).toBe(true)
    expect(await prises(c)).toEqual([
      { cle: tom, ressource: tom },
      { cle: tom, ressource: thomas },
    ])
    const double = await planifierPar(c, 'Tom Okafor', '2030-03-26')
    expect(double.ok).toBe(false)
    expect((await chez(c, (tx) => defaire(tx, 'fusion', id, le))).ok).toBe(true)
    expect((await prises(c)).map((p) => p.cle)).toEqual([tom, thomas])
    expect((await planifierPar(c, 'Tom Okafor', '2030-03-26')).ok).toBe(true)
  })

  it('qui sont au même moment à deux endroits se refuse, avec sa phrase, et n’écrit rien', async () => {
    const c = await coop('Conflit')
    await planifierPar(c, 'Léa Un', '2030-03-25')
    await planifierPar(c, 'Léa Deux', '2030-03-25', 600)
    const avant = await prises(c)
    const [un, deux] = [await fiche(c, 'Léa Un'), await fiche(c, 'Léa Deux')]
    const { r } = await reunir(c, un, deux)
    expect(r).toMatchObject({ ok: false, error: { code: 'heures-prises' } })
    expect(await prises(c)).toEqual(avant)
    const ecrits = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            n: number
          }>`select (select count(*) from tiers.fusion where organisme_id = ${c.organisme})::int
            + (select count(*) from journal.geste where organisme_id = ${c.organisme} and geste = 'reunir-fiches')::int as n`.execute(
            tx,
          )
        ).rows[0]?.n,
    )
    expect(ecrits).toBe(0)
  })

  it('garde au passé la clé qu’il avait', async () => {
    const c = await coop('Passé')
    await planifierPar(c, 'Ana Un', '2020-03-24')
    await planifierPar(c, 'Ana Deux', '2020-03-24', 600)
    const [un, deux] = [await fiche(c, 'Ana Un'), await fiche(c, 'Ana Deux')]
    expect((await reunir(c, un, deux)).r.ok).toBe(true)
    expect((await prises(c)).map((p) => p.cle)).toEqual([un, deux])
  })

  it('réunir et affecter au même instant : jamais deux séances à la fois pour une personne', async () => {
    for (let i = 0; i < 8; i++) {
      const c = await coop(`Course ${i}`)
      await planifierPar(c, 'Max Un', '2030-04-02')
      await planifierPar(c, 'Max Deux', '2030-04-03')
      const [un, deux] = [await fiche(c, 'Max Un'), await fiche(c, 'Max Deux')]
      const [reunis, plan] = await Promise.all([
        reunir(c, un, deux),
        planifierPar(c, 'Max Deux', '2030-04-02'),
      ])
      expect(reunis.r.ok || plan.ok).toBe(true)
      // Quel que soit l'ordre, chaque heure est sous la clé du moment : celle de la fiche gardée.
      const racines = await chez(c, async (tx) => resoudre(tx, [un, deux]))
      for (const p of await prises(c)) expect(p.cle).toBe(racines.get(p.ressource as TiersId) ?? p.ressource)
    }
  })
})

describe('donner un compte à un intervenant', () => {
  it('reprend ses heures à venir sous ce compte, qui rend la session sienne', async () => {
    const [c, ailleurs] = [await coop('Compte'), await coop('Ailleurs')]
    const compte = await base.maintenance((tx) => poserMembre(tx, [c.organisme, ailleurs.organisme], 'Zoé'))
    await planifierPar(c, 'Zoé Libre', '2030-05-06')
    const zoe = await fiche(c, 'Zoé Libre')
    expect((await donner(c, zoe, compte)).ok).toBe(true)
    expect(await prises(c)).toEqual([{ cle: compte, ressource: zoe }])
    expect((await planifierPar(ailleurs, '', '2030-05-06', 540, compte)).ok).toBe(false)
    const compteAffecte = await base.maintenance(
      async (tx) =>
        (
          await sql<{ compte_id: string }>`select compte_id from sessions.affectation
            where organisme_id = ${c.organisme}`.execute(tx)
        ).rows,
    )
    expect(compteAffecte).toEqual([{ compte_id: compte }])
    expect((await donner(c, zoe, undefined)).ok).toBe(true)
    expect(await prises(c)).toEqual([{ cle: zoe, ressource: zoe }])
    expect((await planifierPar(ailleurs, '', '2030-05-06', 540, compte)).ok).toBe(true)
  })

  it('déjà pris ailleurs à cette heure : le conflit est dit, et rien ne change', async () => {
    const [c, ailleurs] = [await coop('Pris'), await coop('Pris ailleurs')]
    const compte = await base.maintenance((tx) => poserMembre(tx, [c.organisme, ailleurs.organisme], 'Ida'))
    expect((await planifierPar(ailleurs, '', '2030-05-06', 600, compte)).ok).toBe(true)
    await planifierPar(c, 'Ida Libre', '2030-05-06')
    const ida = await fiche(c, 'Ida Libre')
    expect(await donner(c, ida, compte)).toMatchObject({ ok: false, error: { code: 'heures-prises' } })
    expect(await prises(c)).toEqual([{ cle: ida, ressource: ida }])
    const garde = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            compte_id: string | null
            titres: string
          }>`select compte_id, titres from tiers.intervenant
            where organisme_id = ${c.organisme}`.execute(tx)
        ).rows,
    )
    expect(garde).toEqual([{ compte_id: null, titres: '' }])
  })
})
