// Long parce que c’est un seul sujet, la double réservation, éprouvé sur les mêmes coopératives.
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { type LigneDePorte, ouvrirKysely, travaillerPar } from '#platform/db/tenant.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { affecter } from '../db/occupations.ecritures.ts'
import type { SalleId } from '../domain/ou-et-qui.ts'
import type { Planification } from '../domain/planifier-session.ts'
import { instants } from '../domain/seance.ts'
import { planifier } from '../gestes/planifier.ts'
import { type Coop, jourDit, poserCoop, poserEnseigne, poserMembre, poserSalle } from './cooperatives.ts'
import { poserSession } from './poser.ts'

const base = await baseNeuve()
const le = new Date('2026-01-05T10:00:00Z')

// Le vrai chemin : un groupe de connexions, sous le rôle restreint du web. Quarante à la fois, deux cents en file. Le délai d’une
// instruction est long : sur une machine chargée, le dernier de la file attend plus que ne l’admet une page.
const groupe = ouvrirKysely({ ...base.connexion('coforme_web'), max: 40, statement_timeout: 120_000 })
afterAll(() => groupe.destroy())
const pour = async <T>(
  c: Pick<Coop, 'organisme' | 'responsable'>,
  work: (tx: TenantTx) => Promise<T>,
  portee: readonly ActiviteId[] | '*' = '*',
): Promise<T> => {
  const texte = portee === '*' ? '*' : `{${portee.join(',')}}`
  const rendu: T[] = []
  await travaillerPar(
    groupe,
    sql<LigneDePorte>`select * from porte.ouvrir_essai(${c.organisme}::uuid, ${c.responsable}::uuid, ${texte})`,
    async (tx) => {
      rendu.push(await work(tx))
    },
  )
  return rendu[0] as T
}

type Traits = Partial<Planification>
const plan = (c: Pick<Coop, 'offre'>, p: Traits = {}): Planification => ({
  id: newId<'Session'>(),
  offre: c.offre,
  lieu: 'Rue des Essais',
  zone: 'Europe/Paris',
  formateur: p.formateurId ? '' : `Anime ${newId()}`,
  capacite: 12,
  seances: [{ jour: jourDit('2026-03-24'), debut: 540, fin: 750 }],
  motif: 'essai',
  ...p,
})
const planifierChez = (c: Coop, p: Traits, portee: readonly ActiviteId[] | '*' = '*') =>
  pour(c, (tx) => planifier(tx, plan(c, p), le), portee)

const coops = (noms: readonly string[]) =>
  base.maintenance(async (tx) => {
    const faites: Coop[] = []
    for (const nom of noms) faites.push(await poserCoop(tx, nom))
    return faites
  })
const une = async (nom: string): Promise<Coop> => (await coops([nom]))[0] as Coop

const reussies = (rendus: readonly { ok: boolean }[]) => rendus.filter((r) => r.ok).length
const refusDe = (r: Awaited<ReturnType<typeof planifier>>) => (r.ok ? [] : r.error)

describe('deux cents à la fois', () => {
  it('le même intervenant, de quatre coopératives : une seule planification passe, les autres n’écrivent rien', async () => {
    const quatre = await coops(['Quatre A', 'Quatre B', 'Quatre C', 'Quatre D'])
    const compte = await base.maintenance((tx) =>
      poserMembre(
        tx,
        quatre.map((c) => c.organisme),
        'Okafor',
      ),
    )
    const rendus = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        planifierChez(quatre[i % 4] as Coop, {
          formateurId: compte,
          // Toutes se chevauchent sans être les mêmes.
          seances: [{ jour: jourDit('2026-03-24'), debut: 540 + (i % 60), fin: 750 + (i % 30) }],
        }),
      ),
    )
    expect(reussies(rendus)).toBe(1)
    expect(new Set(rendus.flatMap(refusDe).map((r) => r.code))).toEqual(new Set(['deja-occupe']))
    const { rows } = await base.maintenance((tx) =>
      sql<{ n: number }>`select count(*)::int4 as n from sessions.session
        where organisme_id = any (${`{${quatre.map((c) => c.organisme).join(',')}}`}::uuid[])`.execute(tx),
    )
    expect(rows[0]?.n).toBe(1)
  })

  it('la même salle, de trois enseignes qui ne se voient pas : une seule passe', async () => {
    const c = await une('Trois enseignes')
    const { salle, enseignes } = await base.maintenance(async (tx) => ({
      salle: await poserSalle(tx, c),
      enseignes: [
        { activite: c.activite, offre: c.offre },
        await poserEnseigne(tx, c, 'Enseigne X'),
        await poserEnseigne(tx, c, 'Enseigne Y'),
      ],
    }))
    const rendus = await Promise.all(
      Array.from({ length: 200 }, (_, i) => {
        const e = enseignes[i % 3] as (typeof enseignes)[number]
        return planifierChez(c, { salle, offre: e.offre }, [e.activite])
      }),
    )
    expect(reussies(rendus)).toBe(1)
    expect(new Set(rendus.flatMap(refusDe).map((r) => r.code))).toEqual(new Set(['deja-occupe']))
  })

  it('sans salle, chacune avec son intervenant : toutes passent, côte à côte', async () => {
    const c = await une('Côte à côte')
    const rendus = await Promise.all(
      Array.from({ length: 200 }, () => planifierChez(c, { modalite: 'distance', lieu: '' })),
    )
    expect(reussies(rendus)).toBe(200)
  })

  /** Deux cents séances au même instant, posées d'avance : la base arbitre seule, sans lecture ni compteur. */
  const deuxCents = async (c: Coop, zones: readonly Zone[], jour: string, heures: readonly number[]) =>
    base.maintenance(async (tx) => {
      const posees: { seance: string; debut: Date }[] = []
      for (let i = 0; i < 200; i++) {
        const zone = zones[i % zones.length] ?? 'Europe/Paris'
        const debut = heures[i % heures.length] ?? 540
        const { seances } = await poserSession(tx, { ...c, zone, seances: [[jour, debut, debut + 180]] })
        posees.push({
          seance: seances[0] ?? '',
          debut: instants({ date: jourDit(jour), debut, fin: debut + 180, zone }).debut,
        })
      }
      return posees
    })
  const partout: readonly Zone[] = ['Europe/Paris', 'Indian/Reunion', 'America/Martinique']
  it.each([
    // Le même instant, lu à trois pendules : Paris, La Réunion (+3 en hiver, +2 en été), la Martinique (−5, −6).
    ['une journée d’hiver', '2026-01-13', [840, 1020, 540]],
    ['le jour où l’on avance l’heure', '2026-03-29', [840, 960, 480]],
    ['le jour où l’on recule l’heure', '2026-10-25', [840, 1020, 540]],
  ] as const)(
    '%s, à travers trois fuseaux : un seul ajout passe, par personne et par salle',
    async (_, jour, heures) => {
      const c = await une(`Trois fuseaux ${jour}`)
      const salle = await base.maintenance((tx) => poserSalle(tx, c))
      const personne = newId<'Tiers'>()
      await base.maintenance((tx) =>
        sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${c.organisme}, ${personne}, ${c.activite}, 'Tom', 'Okafor', 'okafor tom', now())`.execute(
          tx,
        ),
      )
      for (const quoi of [{ personne }, { salle }]) {
        const posees = await deuxCents(c, partout, jour, heures)
        expect(new Set(posees.map((p) => p.debut.getTime())).size).toBe(1)
        const codes = await Promise.all(
          posees.map((p) =>
            codeSql(() => pour(c, (tx) => affecter(tx, c.activite, [{ ...p, ...quoi, minutes: 180 }]))),
          ),
        )
        expect(codes.filter((code) => code === undefined)).toHaveLength(1)
        expect(codes.filter((code) => code === '23P01')).toHaveLength(199)
      }
    },
  )
})

describe('l’heure est un instant', () => {
  const lune = async (nom: string) => {
    const c = await une(nom)
    const compte = await base.maintenance((tx) => poserMembre(tx, [c.organisme], 'Okafor'))
    return async (jour: string, zone: Zone, debut: number, fin: number) => {
      const r = await planifierChez(c, {
        formateurId: compte,
        zone,
        seances: [{ jour: jourDit(jour), debut, fin }],
      })
      return r.ok ? 'libre' : r.error.map((e) => e.code).join()
    }
  }
  it('bord à bord, la même personne finit à midi et reprend à midi', async () => {
    const essai = await lune('Bord à bord')
    expect(await essai('2026-03-24', 'Europe/Paris', 540, 720)).toBe('libre')
    expect(await essai('2026-03-24', 'Europe/Paris', 720, 840)).toBe('libre')
    expect(await essai('2026-03-24', 'Europe/Paris', 719, 721)).toBe('deja-occupe')
  })
  it('deux pendules, un seul instant : 9 h à Paris est midi à La Réunion et 4 h à la Martinique, l’hiver', async () => {
    const essai = await lune('Deux pendules')
    expect(await essai('2026-01-13', 'Europe/Paris', 540, 720)).toBe('libre')
    expect(await essai('2026-01-13', 'Indian/Reunion', 720, 780)).toBe('deja-occupe')
    expect(await essai('2026-01-13', 'America/Martinique', 240, 300)).toBe('deja-occupe')
    expect(await essai('2026-01-13', 'Indian/Reunion', 540, 720)).toBe('libre')
    expect(await essai('2026-01-13', 'America/Martinique', 420, 480)).toBe('libre')
  })
  it('le 29 mars, 3 h à Paris suit 2 h d’aussitôt : ce qui touche ne chevauche pas', async () => {
    const essai = await lune('On avance')
    expect(await essai('2026-03-29', 'Europe/Paris', 60, 120)).toBe('libre') // 0 h à 1 h UTC
    expect(await essai('2026-03-29', 'Europe/Paris', 180, 240)).toBe('libre') // 1 h à 2 h UTC
    expect(await essai('2026-03-29', 'Indian/Reunion', 300, 360)).toBe('deja-occupe') // 1 h à 2 h UTC
    expect(await essai('2026-03-29', 'Indian/Reunion', 360, 420)).toBe('libre') // 2 h à 3 h UTC
  })
  it('le 25 octobre, il y a deux heures entre 2 h et 3 h à Paris', async () => {
    const essai = await lune('On recule')
    expect(await essai('2026-10-25', 'Europe/Paris', 60, 120)).toBe('libre') // 23 h à 0 h UTC
    expect(await essai('2026-10-25', 'Europe/Paris', 180, 240)).toBe('libre') // 2 h à 3 h UTC
    expect(await essai('2026-10-25', 'Indian/Reunion', 240, 360)).toBe('libre') // 0 h à 2 h UTC
    expect(await essai('2026-10-25', 'Indian/Reunion', 360, 420)).toBe('deja-occupe') // 2 h à 3 h UTC
  })
})

describe('plusieurs créneaux', () => {
  it('voulus dans des ordres opposés, par deux coopératives, ne se bloquent pas : l’une ou l’autre passe', async () => {
    const deux = await coops(['Ordre A', 'Ordre B'])
    const compte = await base.maintenance((tx) =>
      poserMembre(
        tx,
        deux.map((c) => c.organisme),
        'Okafor',
      ),
    )
    const jours = Array.from({ length: 10 }, (_, i) => `2026-06-${String(i + 8).padStart(2, '0')}`)
    for (let tour = 0; tour < 12; tour++) {
      const debut = 480 + tour * 20
      const seances = jours.map((j) => ({ jour: jourDit(j), debut, fin: debut + 20 }))
      const rendus = await Promise.all(
        deux.map((c, i) =>
          planifierChez(c, { formateurId: compte, seances: i === 0 ? seances : seances.toReversed() }),
        ),
      )
      expect(reussies(rendus)).toBe(1)
    }
  })
  it('une session qui se prend elle-même son intervenant deux fois est refusée, sans rien écrire', async () => {
    const c = await une('Soi-même')
    const r = await planifierChez(c, {
      seances: [
        { jour: jourDit('2026-03-24'), debut: 540, fin: 720 },
        { jour: jourDit('2026-03-24'), debut: 600, fin: 750 },
      ],
    })
    expect(refusDe(r).map((e) => e.code)).toEqual(['deja-occupe'])
  })
})

describe('ce que l’on apprend d’un refus', () => {
  it('d’ailleurs, « occupé » et rien de plus ; d’ici, la session qui prend l’heure', async () => {
    const [a, b] = (await coops(['Dit A', 'Dit B'])) as [Coop, Coop]
    const compte = await base.maintenance((tx) => poserMembre(tx, [a.organisme, b.organisme], 'Okafor'))
    const prise = await planifierChez(a, { formateurId: compte })
    const numero = prise.ok ? prise.value.numero : ''
    const [chezB] = refusDe(await planifierChez(b, { formateurId: compte }))
    expect(chezB?.phrase).toBe('Tom Okafor : occupé à ce moment.')
    const [chezA] = refusDe(await planifierChez(a, { formateurId: compte, deQui: null }))
    expect(chezA?.phrase).toContain(`déjà pris par ${numero}`)
    // Qui ne lit que ses sessions : la sienne se nomme, celle d’une autre personne non.
    const dit = async (deQui: PersonneId) =>
      refusDe(await planifierChez(a, { formateurId: compte, deQui }))[0]?.phrase
    expect(await dit(compte)).toContain(`déjà pris par ${numero}`)
    expect(await dit(a.responsable)).toBe('Tom Okafor : occupé à ce moment.')
  })

  const occupe = (c: Coop, q: { salle?: SalleId; compte?: string }, du: string, au: string) =>
    pour(c, async (tx) => {
      const { rows } = await sql<{ o: boolean | null }>`select porte.occupe(${q.salle ?? null}::uuid, null,
        ${q.compte ?? null}::uuid, ${du}::timestamptz, ${au}::timestamptz, null) as o`.execute(tx)
      return rows[0]?.o
    })
  it('la porte ne répond que sur la fenêtre demandée, et rien de qui n’est pas d’ici', async () => {
    const [a, b] = (await coops(['Porte A', 'Porte B'])) as [Coop, Coop]
    const { compte, salle } = await base.maintenance(async (tx) => ({
      compte: await poserMembre(tx, [a.organisme], 'Okafor'),
      salle: await poserSalle(tx, a),
    }))
    await planifierChez(a, { formateurId: compte, salle }) // 8 h à 11 h 30 UTC
    for (const q of [{ compte }, { salle }]) {
      expect(await occupe(a, q, '2026-03-24T11:29Z', '2026-03-24T20:00Z')).toBe(true)
      expect(await occupe(a, q, '2026-03-24T11:30Z', '2026-03-24T20:00Z')).toBe(false)
      // Une fenêtre vide, à l'envers, ou de plus d'un mois ne sonde rien.
      expect(await occupe(a, q, '2026-03-24T11:00Z', '2026-03-24T11:00Z')).toBeNull()
      expect(await occupe(a, q, '2026-01-01T00:00Z', '2026-12-31T00:00Z')).toBeNull()
      for (const jour of ['2026-03-24', '2026-03-25'])
        expect(await occupe(b, q, `${jour}T08:00Z`, `${jour}T09:00Z`)).toBeNull()
    }
  })
  it('nommer le compte d’une autre maison n’occupe ni ne sonde personne', async () => {
    const [a, b] = (await coops(['Sonde A', 'Sonde B'])) as [Coop, Coop]
    const compte = await base.maintenance((tx) => poserMembre(tx, [a.organisme], 'Okafor'))
    await planifierChez(a, { formateurId: compte })
    const { personne, seances } = await base.maintenance(async (tx) => {
      const id = newId<'Tiers'>()
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${b.organisme}, ${id}, ${b.activite}, 'Paul', 'Roy', 'roy paul', now())`.execute(tx)
      const prise = await poserSession(tx, { ...b, seances: [['2026-03-24', 540, 750]] })
      const libre = await poserSession(tx, { ...b, seances: [['2026-03-25', 540, 750]] })
      return { personne: id, seances: [prise.seances[0] ?? '', libre.seances[0] ?? ''] }
    })
    // La même réponse, que l'heure soit prise là-bas ou non ; et le temps de là-bas n'est pas pris d'ici.
    for (const seance of seances)
      expect(
        await codeSql(() =>
          pour(b, (tx) => affecter(tx, b.activite, [{ seance, debut: le, personne, compte, minutes: 60 }])),
        ),
      ).toBeUndefined()
    expect(
      reussies([
        await planifierChez(a, {
          formateurId: compte,
          seances: [{ jour: jourDit('2026-03-25'), debut: 540, fin: 750 }],
        }),
      ]),
    ).toBe(1)
  })
  it('l’application n’écrit ni les heures prises, ni la clé d’une personne, et ne les lit pas', async () => {
    const c = await une('Aucun droit')
    const { seances } = await base.maintenance((tx) => poserSession(tx, c))
    for (const texte of [
      'select from sessions.occupation',
      'delete from sessions.occupation',
      `insert into sessions.occupation (organisme_id, seance_id, genre, ressource_id, cle, creneau)
        values (app.organisme(), '${seances[0]}', 'salle', gen_random_uuid(), gen_random_uuid(), '[2026-01-01,2026-01-02)')`,
      `insert into sessions.affectation (id, activite_id, seance_id, personne_id, minutes, cle)
        values (gen_random_uuid(), '${c.activite}', '${seances[0]}', gen_random_uuid(), 60, gen_random_uuid())`,
      'update sessions.affectation set cle = gen_random_uuid()',
    ])
      expect(await codeSql(() => pour(c, (tx) => sql.raw(texte).execute(tx))), texte).toBe('42501')
  })
  it('l’erreur de la base ne montre ni la valeur, ni la ligne de l’autre', async () => {
    const [a, b] = (await coops(['Erreur A', 'Erreur B'])) as [Coop, Coop]
    const compte = await base.maintenance((tx) => poserMembre(tx, [a.organisme, b.organisme], 'Okafor'))
    await planifierChez(a, { formateurId: compte })
    const personne = newId<'Tiers'>()
    const { seances } = await base.maintenance(async (tx) => {
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${b.organisme}, ${personne}, ${b.activite}, 'Tom', 'Okafor', 'okafor tom', now())`.execute(tx)
      return poserSession(tx, { ...b, seances: [['2026-03-24', 540, 750]] })
    })
    const erreur = await pour(b, (tx) =>
      affecter(tx, b.activite, [{ seance: seances[0] ?? '', debut: le, personne, compte, minutes: 60 }]),
    ).then(
      () => undefined,
      (e: unknown) => e as { code: string; message: string; detail?: string; constraint?: string },
    )
    expect(erreur).toMatchObject({ code: '23P01', message: 'occupé', constraint: 'personne_libre' })
    expect(JSON.stringify(erreur)).not.toContain(a.organisme)
    expect(erreur?.detail).toBeUndefined()
  })
  it('deux fiches réunies sont une personne : la fiche absorbée ne dédouble pas son temps', async () => {
    const c = await une('Fiches réunies')
    const [garde, absorbe] = [newId<'Tiers'>(), newId<'Tiers'>()]
    const { un, deux } = await base.maintenance(async (tx) => {
      for (const id of [garde, absorbe])
        await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
          values (${c.organisme}, ${id}, ${c.activite}, 'Tom', 'Okafor', 'okafor tom', now())`.execute(tx)
      await sql`insert into tiers.fusion (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${c.organisme}, ${newId()}, ${c.activite}, ${garde}, ${absorbe}, now())`.execute(tx)
      return { un: await poserSession(tx, c), deux: await poserSession(tx, c) }
    })
    const prendre = (seance: string | undefined, personne: typeof garde) =>
      codeSql(() =>
        pour(c, (tx) =>
          affecter(tx, c.activite, [{ seance: seance ?? '', debut: le, personne, minutes: 60 }]),
        ),
      )
    expect(await prendre(un.seances[0], garde)).toBeUndefined()
    expect(await prendre(deux.seances[0], absorbe)).toBe('23P01')
  })
})

describe('une adhésion acceptée après l’affectation', () => {
  // La base ne repose que les heures à venir, à son horloge : loin devant, quel que soit le jour où l'essai se joue.
  const loin = [{ jour: jourDit('2099-03-24'), debut: 540, fin: 750 }]
  const attendre = (c: Coop, compte: string) =>
    base.maintenance(async (tx) => {
      await sql`update compte.adhesion set acceptee_le = null where organisme_id = ${c.organisme} and compte_id = ${compte}`.execute(
        tx,
      )
      await sql`update sessions.affectation set cle = personne_id where organisme_id = ${c.organisme}`.execute(
        tx,
      )
      await sql`update sessions.occupation set cle = ressource_id where organisme_id = ${c.organisme} and genre = 'personne'`.execute(
        tx,
      )
    })
  const accepter = (c: Coop, compte: string) =>
    base.maintenance((tx) =>
      sql`update compte.adhesion set acceptee_le = now() where organisme_id = ${c.organisme} and compte_id = ${compte}`.execute(
        tx,
      ),
    )
  const cles = async (c: Coop) =>
    (
      await base.maintenance((tx) =>
        sql<{
          cle: string
        }>`select cle from sessions.affectation where organisme_id = ${c.organisme}`.execute(tx),
      )
    ).rows.map((l) => l.cle)

  it('met les heures déjà tenues sous le compte, que les autres maisons voient alors pris', async () => {
    const [a, b] = (await coops(['Invite', 'Emploie'])) as [Coop, Coop]
    const compte = await base.maintenance((tx) => poserMembre(tx, [a.organisme, b.organisme], 'Hoarau'))
    expect((await planifierChez(a, { formateurId: compte, seances: loin })).ok).toBe(true)
    await attendre(a, compte)
    // Sous la seule fiche, l'autre maison ne voit rien de pris : c'est ce que l'acceptation change.
    expect(await cles(a)).not.toContain(compte)
    await accepter(a, compte)
    expect(await cles(a)).toEqual([compte])
    expect(refusDe(await planifierChez(b, { formateurId: compte, seances: loin }))).not.toEqual([])
  })
})
