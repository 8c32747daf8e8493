// Long parce que la file, ses réponses et leurs visas se jouent dans un même monde : deux fichiers coûteraient chacun leur base.
/**
 * La file d’un bien prêté : une demande courte ne passe pas devant qui attend un créneau plus large, sauf si celui-ci n’a plus d’espoir ; et ses
 * photographies.
 */
import { sql } from 'kysely'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { poleModule } from '#modules/pole/index.ts'
import type { SalleId } from '#modules/sessions/index.ts'
import { affecter } from '#modules/sessions/test/affecter.ts'
import { poserSalle } from '#modules/sessions/test/cooperatives.ts'
import { poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { newId } from '#platform/db/index.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { ajouterPlafond, fermerPlafond, type PlafondId, poserSeuil } from '../../../../test/base/plafonds.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { lireReservations } from '../db/biens.ts'
import { expirerReservations, photographierBien } from '../db/biens-portes.ts'
import type { BienId, PhotoId } from '../domain/biens.ts'
import { refaireLesPhotos } from '../jobs/refaire-photos.job.ts'
import { moduleMutualisation } from '../module.ts'
import { poserPole } from './pole-d-essai.ts'
import { poserReservation } from './poser-reservation.ts'

const storage = postgresStorage()
const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  services: { storage },
  coops: {
    a: 'Langue & Lien',
    b: 'Les Tisserands',
    c: 'Terre d’Appui',
    d: 'Numerik',
    tierce: 'Étrangère',
  },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b' },
    cleo: { roles: ['responsable'], chez: 'c' },
    dora: { roles: ['responsable'], chez: 'd' },
    bruno: { roles: ['formateur'], chez: 'b' },
    yves: { roles: ['equipe-appui'], chez: 'b' },
    aude: { roles: ['assistant'], chez: 'b' },
    theo: { roles: ['responsable'], chez: 'tierce' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const depart = Date.now()
const { base, ana, bea, cleo, dora, bruno, yves, aude, theo } = m
const admin = await base.client('admin')
const { pole } = await base.maintenance((tx) => poserPole(tx, [bea, ana, cleo, dora]))
const ecrit = (n: number) => formaterDate(ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), n), 'chiffres')
// L’horloge de l’essai est arrêtée : chaque demande vient une seconde après l’autre, comme dans la file.
let secondes = 0
const demander = async (qui: Connectee, bien: string, jour: number, debut: string, fin: string) => {
  secondes += 1
  m.regler(new Date(depart + secondes * 1000))
  const r = await qui.poster(`${bien}/demander`, { objet: 'Un atelier', jour: ecrit(jour), debut, fin })
  expect(r.statut, r.texte).toBe(303)
}
const etat = async (qui: Connectee, bien: string) => {
  const lues = await base.enTantQue(qui.organisme, { personne: qui.personne }, (tx) => lireReservations(tx))
  const r = lues.find((x) => bien.endsWith(x.bien))
  return { id: r?.reservation ?? '', dit: r?.rang == null ? r?.etat : `${r.etat} ${r.rang}` }
}
const preter = async (autres: Record<string, string> = {}) =>
  (
    await bea.poster('/biens-pretes/preter', {
      pole,
      salle: '',
      genre: 'materiel',
      titre: 'Un vidéoprojecteur',
      adresse: 'Brest',
      acces: '',
      equipement: '',
      reglement: '',
      membre: '10',
      autre: '20',
      taux: '2000',
      tampon: '30',
      visa: 'oui',
      bareme: 'moins de 7 jours : 50 %',
      ...autres,
    })
  ).vers ?? ''

it.each([
  [
    'refusée : qui attend le plus large l’a, la courte attend encore',
    'non',
    ['refusee', 'option', 'en-file 1'],
  ],
  ['acceptée : la large n’a plus d’espoir, la courte passe', 'oui', ['ferme', 'en-file 1', 'option']],
] as const)('la première est %s', async (_, oui, attendu) => {
  const bien = await preter()
  const jour = oui === 'oui' ? 20 : 30
  await demander(ana, bien, jour, '9 h', '11 h')
  await demander(cleo, bien, jour, '8 h', '17 h')
  // Ces heures sont libres, et Terre d’Appui les attend : la demande courte prend son tour.
  await demander(dora, bien, jour, '14 h', '16 h')
  expect((await dora.lire(bien)).texte).toContain('Une autre coopérative attend déjà ces heures')
  expect((await etat(dora, bien)).dit).toBe('en-file 2')
  await bea.poster(`${bien}/repondre`, { reservation: (await etat(ana, bien)).id, oui, motif: '' })
  expect([(await etat(ana, bien)).dit, (await etat(cleo, bien)).dit, (await etat(dora, bien)).dit]).toEqual(
    attendu,
  )
})

it('à la même heure, qui prête lit l’option avant la file, et la refuse sans l’annuler', async () => {
  const bien = await preter()
  await demander(ana, bien, 45, '9 h', '11 h')
  await demander(cleo, bien, 45, '9 h', '17 h')
  const vue = (await bea.lire(bien)).texte
  expect(vue).toContain('dans la file, rang 1')
  expect(vue.indexOf('en option')).toBeLessThan(vue.indexOf('dans la file, rang 1'))
  expect(vue.match(/Refuser la demande/g)).toHaveLength(1)
  // Seule la place dans la file s’annule.
  expect(vue.match(/Annuler cette réservation/g)).toHaveLength(1)
  expect((await ana.lire(bien)).texte).toContain('Annuler cette réservation')
})

const ensemble = (qui: Connectee, biens: readonly string[], dit: Record<string, string>) => {
  secondes += 1
  m.regler(new Date(depart + secondes * 1000))
  const corps = new FormData()
  const champs = {
    objet: 'Deux groupes à la fois',
    debutMatin: '9 h',
    finMatin: '12 h 30',
    debutApres: '13 h 30',
    finApres: '17 h',
    ...dit,
  }
  for (const [nom, v] of Object.entries(champs)) corps.set(nom, v)
  for (const b of biens) corps.append('biens', b.split('/').pop() ?? '')
  return qui.poster('/biens-pretes/reserver', corps)
}
const enBase = async (qui: Connectee, biens: readonly string[]) =>
  (await base.enTantQue(qui.organisme, { personne: qui.personne }, (tx) => lireReservations(tx)))
    .filter((r) => r.mienne && biens.some((b) => b.endsWith(r.bien)))
    .map((r) => `${r.titre} ${r.etat} ${(r.fin.getTime() - r.debut.getTime()) / 3_600_000} ${r.prix}`)
    .sort()

it('plusieurs salles, plusieurs demi-journées d’un geste : tout est réservé, ou rien, et chaque refus dit le bien et le créneau', async () => {
  const biens = [
    await preter({ titre: 'Salle Duras' }),
    await preter({ titre: 'Salle Weil, étage', visa: 'non' }),
  ]
  // Lue avant que la voisine passe, la page montre les deux ; ni la sienne, ni à qui ne tient pas les salles.
  expect((await ana.lire('/biens-pretes/reserver')).texte).toContain('Salle Weil, étage, Les Tisserands')
  expect((await bea.lire('/biens-pretes/reserver')).texte).not.toContain('Salle Weil')
  expect((await bruno.lire('/biens-pretes/reserver')).statut).toBe(403)
  await demander(cleo, biens[1] ?? '', 61, '16 h', '18 h')
  const [lundi, mardi] = [ecrit(60), ecrit(61)]
  const quand = { matins: lundi, apres: `${lundi}, ${mardi}` }
  // Une seule heure prise, sur quatre créneaux : rien n’est réservé, et la phrase la nomme, elle seule.
  const refus = await ensemble(ana, biens, quand)
  expect(refus.statut).toBe(409)
  expect(refus.texte).toMatch(
    /Rien n’est réservé\. Salle Weil, étage, [^:]+, 13 h 30 – 17 h : ces heures sont prises\./,
  )
  expect(refus.texte.match(/ces heures sont prises/g)).toHaveLength(1)
  expect(await enBase(ana, biens)).toEqual([])
  // Le mardi ôté, tout passe : le lundi est une seule réservation, tenue à midi.
  const jeton = { _jeton: newId(), matins: lundi, apres: lundi }
  const fait = await ensemble(ana, biens, jeton)
  expect([fait.statut, fait.vers]).toEqual([303, '/biens-pretes'])
  const attendu = ['Salle Duras option 8 2000', 'Salle Weil, étage ferme 8 2000']
  expect(await enBase(ana, biens)).toEqual(attendu)
  // La liste dit chaque créneau, et où il en est.
  expect((await ana.lire('/biens-pretes')).texte).toMatch(
    /Salle Duras, Les Tisserands[\s\S]*9 h – 17 h, en option/,
  )
  // Le même envoi, deux fois : rien de plus. Une autre demande des mêmes heures : refusée, par son nom.
  expect((await ensemble(ana, biens, jeton)).statut).toBe(303)
  expect(await enBase(ana, biens)).toEqual(attendu)
  const encore = await ensemble(ana, biens, { matins: lundi })
  // Les deux refus se lisent, dans l’ordre où la page range les biens.
  for (const salle of ['Salle Duras', 'Salle Weil'])
    expect(encore.texte).toMatch(new RegExp(`${salle}, [^.]+ votre coopérative a déjà demandé ces heures`))
  const dora1 = await ensemble(dora, biens, { apres: lundi })
  expect(dora1.texte.match(/ces heures sont prises/g)).toHaveLength(2)
  expect(await enBase(dora, biens)).toEqual([])
  // Ni un bien d’ailleurs, ni aucun jour, ni une fin avant le début.
  for (const [qui, lesquels, dit] of [
    [theo, biens, quand],
    [ana, [], quand],
    [ana, biens, {}],
    [ana, biens, { ...quand, finMatin: '8 h' }],
    [ana, biens, { ...quand, debutApres: '12 h' }],
  ] as const)
    expect((await ensemble(qui, lesquels, dit)).statut).toBe(422)
  expect((await ensemble(ana, biens, { matins: ecrit(-3) })).texte).toContain('ce créneau a commencé')
})

it('demandées d’ensemble au même instant, dans les deux sens : l’une a tout, l’autre rien, jamais la moitié', async () => {
  const biens = [
    await preter({ titre: 'Salle Arendt', visa: 'non', tampon: '0' }),
    await preter({ titre: 'Salle Gouges', visa: 'non', tampon: '0' }),
  ]
  const toutes = [ana, cleo, dora]
  for (let tour = 0; tour < 4; tour++) {
    const jours = { matins: ecrit(70 + tour), apres: ecrit(70 + tour) }
    const faits = await Promise.all(
      toutes.flatMap((qui, i) => [
        ensemble(qui, i % 2 ? biens.toReversed() : biens, jours),
        ensemble(qui, biens.slice(0, 1), jours),
      ]),
    )
    expect(faits.every((f) => f.statut === 303 || f.statut === 409)).toBe(true)
  }
  const { rows } = await admin.query<{ n: number; qui: number }>(
    `select count(*)::int4 as n, count(distinct de_organisme_id)::int4 as qui from mutualisation.reservation
      where etat = 'ferme' and bien_id = any ($1::uuid[]) group by creneau`,
    [biens.map((b) => b.split('/').pop())],
  )
  // Chaque jour est à une seule coopérative si elle a les deux salles, et la petite salle seule ne se partage pas.
  expect(rows).toHaveLength(4)
  for (const { n, qui } of rows) expect([1, 2].includes(n) && qui <= n).toBe(true)
  const croises = await admin.query(`select from sessions.occupation x join sessions.occupation y
    on x.organisme_id = y.organisme_id and x.cle = y.cle and x.creneau && y.creneau and x.ctid < y.ctid where x.genre = 'salle'`)
  expect(croises.rowCount).toBe(0)
})

it('face à une session qui prend les deux mêmes salles, la demande d’ensemble attend, et dit ce qui est pris : jamais une panne', async () => {
  const chez = { organisme: bea.organisme, activite: m.coops.b.activite }
  const jour = ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), 90)
  const [salles, seance] = await base.maintenance(async (tx) => {
    const posees = [await poserSalle(tx, chez, 'Aa'), await poserSalle(tx, chez, 'Bb')].toSorted()
    const offre = await poserOffre(tx, chez)
    const { seances } = await poserSession(tx, { ...chez, offre, seances: [[jour, 540, 750]] })
    return [posees, seances[0] ?? ''] as const
  })
  // Prêtées dans l’autre ordre que celui de leurs clés.
  const [seconde, premiere] = [
    await preter({ salle: salles[1] ?? '', genre: 'salle', titre: 'Salle Bb', visa: 'non', tampon: '0' }),
    await preter({ salle: salles[0] ?? '', genre: 'salle', titre: 'Salle Aa', visa: 'non', tampon: '0' }),
  ]
  let finie = false
  let demande: ReturnType<typeof ensemble> | undefined
  await base.enTantQue(bea.organisme, { personne: bea.personne }, async (tx) => {
    const prendre = (salle: SalleId | undefined) =>
      affecter(tx, chez.activite, [{ seance, debut: new Date(), salle, minutes: 0 }])
    await prendre(salles[0])
    demande = ensemble(ana, [seconde, premiere], { matins: ecrit(90) }).finally(() => {
      finie = true
    })
    while (!finie) {
      const { rows } = await admin.query(
        `select count(*)::int4 as n from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = $1)`,
        [base.nom],
      )
      if (rows[0].n > 0) break
    }
    await prendre(salles[1])
  })
  const r = await demande
  expect(r?.statut, r?.texte).toBe(409)
  expect(r?.texte.match(/ces heures sont prises/g)).toHaveLength(2)
  expect(await enBase(ana, [seconde, premiere])).toEqual([])
})

it('dans une coopérative d’activité, qui vise accepte, jusqu’à son plafond : la base le tient', async () => {
  const enCae = (oui: boolean) =>
    base.maintenance((tx) =>
      sql`update organisme.organisme set cae = ${oui} where organisme_id = ${bea.organisme}`.execute(tx),
    )
  const chez = <T>(qui: Connectee, faire: Parameters<typeof base.enTantQue<T>>[2]) =>
    base.enTantQue(qui.organisme, { personne: qui.personne }, faire)
  const plafonner = async (montant: number) => {
    const id = newId<'Plafond'>() as PlafondId
    const k = {
      id,
      compte: yves.personne,
      pour: 'autres',
      genre: 'location-d-un-bien',
      montant,
      cumul: montant,
    } as const
    await chez(bea, (tx) =>
      ajouterPlafond(tx, { ...k, du: jourLocal(new Date(), ZONE_PAR_DEFAUT), au: null }),
    )
    return id
  }
  await enCae(true)
  const bien = await preter()
  await demander(ana, bien, 40, '9 h', '11 h')
  const accepter = async (qui: Connectee) =>
    qui.poster(`${bien}/repondre`, { reservation: (await etat(ana, bien)).id, oui: 'oui', motif: '' })
  // Qui tient les salles sans viser n’engage pas la coopérative ; qui vise s’arrête à son plafond.
  const bas = await plafonner(999)
  for (const qui of [aude, yves]) {
    const r = await accepter(qui)
    expect([r.statut, r.texte.includes('jusqu’à son plafond')]).toEqual([409, true])
  }
  expect((await etat(ana, bien)).dit).toBe('option')
  await chez(bea, (tx) => fermerPlafond(tx, bas, new Date()))
  const juste = await plafonner(1000)
  expect((await accepter(yves)).statut).toBe(303)
  expect((await etat(ana, bien)).dit).toBe('ferme')
  const { rows } = await chez(yves, (tx) =>
    sql`select centimes::int4 as centimes from porte.vises_du_mois() where plafond = ${juste}::uuid`.execute(
      tx,
    ),
  )
  expect(rows).toEqual([{ centimes: 1000 }])
  // Refuser est un visa aussi : qui vise le fait, et dit pourquoi.
  await demander(ana, bien, 41, '9 h', '11 h')
  const refuser = async (qui: Connectee, motif: string) =>
    qui.poster(`${bien}/repondre`, {
      reservation:
        /\/repondre"[\s\S]*?name="reservation" value="([0-9a-f-]{36})"/.exec(
          (await qui.lire(bien)).texte,
        )?.[1] ?? '',
      oui: 'non',
      motif,
    })
  expect((await refuser(aude, 'Non.')).texte).toContain('qui vise accepte')
  expect((await refuser(yves, '')).texte).toContain('l’autre coopérative lira votre phrase')
  expect((await refuser(yves, 'Elle est en travaux.')).statut).toBe(303)
  expect((await ana.lire(bien)).texte).toContain('Elle est en travaux.')
  // Prêté « sans réponse », un bien à prix en attend une quand même ; gratuit, il n’engage rien.
  for (const [membre, dit] of [
    ['10', 'option'],
    ['0', 'ferme'],
  ] as const) {
    const libre = await preter({ visa: 'non', membre, titre: `À ${membre} €` })
    if (membre !== '0') expect((await ana.lire(libre)).texte).toContain('répond en cinq jours')
    await demander(ana, libre, 42, '9 h', '11 h')
    expect((await etat(ana, libre)).dit).toBe(dit)
    // Rendue à qui attend, l’heure attend la réponse aussi.
    await demander(cleo, libre, 42, '10 h', '12 h')
    await ana.poster(`${libre}/annuler`, { reservation: (await etat(ana, libre)).id, motif: 'Reporté.' })
    expect((await etat(cleo, libre)).dit).toBe(dit)
  }
  await enCae(false)
})

it('dans une coopérative d’activité, qui demande un bien à prix l’engage dans son plafond et son cumul ; sinon la demande attend son visa', async () => {
  const enCae = (oui: boolean) =>
    base.maintenance((tx) =>
      sql`update organisme.organisme set cae = ${oui} where organisme_id = ${bea.organisme}`.execute(tx),
    )
  const chez = <T>(qui: Connectee, faire: Parameters<typeof base.enTantQue<T>>[2]) =>
    base.enTantQue(qui.organisme, { personne: qui.personne }, faire)
  await enCae(true)
  const poser = async (titre: string, centimes: number) =>
    (
      await base.maintenance((tx) =>
        poserReservation(tx, { pole, prete: ana.organisme, demande: cleo, titre, centimes, dansJours: 90 }),
      )
    ).bien
  const [une, autre, gratuite] = [
    await poser('Salle A', 1000),
    await poser('Salle B', 1000),
    await poser('Salle C', 0),
  ]
  const pour = (jour: number) => ({ objet: 'Un atelier', jour: ecrit(jour), debut: '9 h', fin: '11 h' })
  const demande = (qui: Connectee, bien: string, jour: number) =>
    qui.poster(`/biens-pretes/${bien}/demander`, pour(jour))
  const parSql = (qui: Connectee, bien: string) =>
    chez(qui, async (tx) => {
      const { rows } = await sql<{
        r: string
      }>`select porte.bien_demander(${newId()}::uuid, ${bien}::uuid, 'Un atelier', '',
        now() + interval '60 days', now() + interval '60 days 2 hours', now()) as r`.execute(tx)
      return rows[0]?.r
    })
  // Qui ne vise pas tient l’heure, et la demande attend le visa de sa coopérative.
  expect((await demande(aude, une, 50)).statut).toBe(303)
  expect(await parSql(aude, une)).toBe('a-viser')
  expect((await demande(aude, gratuite, 50)).statut).toBe(303)
  // Le plafond de l’essai d’avant : ce qu’il a laissé viser compte encore, et révoqué il n’ouvre rien.
  const { rows: deja } = await chez(yves, (tx) =>
    sql<{
      id: PlafondId
      n: number
    }>`select k.id, v.centimes::int4 as n from porte.vises_du_mois() v join cae.plafond k on k.id = v.plafond
      where k.revoque_le is null`.execute(tx),
  )
  for (const { id } of deja) await chez(bea, (tx) => fermerPlafond(tx, id, new Date()))
  expect(await parSql(yves, autre)).toBe('a-viser')
  await chez(bea, (tx) =>
    ajouterPlafond(tx, {
      id: newId<'Plafond'>() as PlafondId,
      compte: yves.personne,
      pour: 'autres',
      genre: 'location-d-un-bien',
      montant: 1000,
      cumul: (deja[0]?.n ?? 0) + 2500,
      du: jourLocal(new Date(), ZONE_PAR_DEFAUT),
      au: null,
    }),
  )
  expect((await demande(yves, une, 51)).statut).toBe(303)
  const cumul = async () =>
    (
      await chez(yves, (tx) =>
        sql<{
          n: number
        }>`select v.centimes::int4 as n from porte.vises_du_mois() v join cae.plafond k on k.id = v.plafond
          where k.revoque_le is null`.execute(tx),
      )
    ).rows[0]?.n
  // D’un geste : la deuxième passerait le cumul du mois ; aucune n’engage alors avant son visa, et rien n’en dit la première partie seule.
  const ensemble = (jours: number) =>
    chez(yves, async (tx) => {
      const [a, b] = [newId(), newId()]
      const { rows } = await sql<{
        r: string[]
      }>`select porte.biens_demander(array[${a}, ${b}]::uuid[], array[${une}, ${autre}]::uuid[], 'Un atelier', array['', ''],
        array[now() + make_interval(days => ${jours}), now() + make_interval(days => ${jours})],
        array[now() + make_interval(days => ${jours}, hours => 1), now() + make_interval(days => ${jours}, hours => 1)], now()) as r`.execute(
        tx,
      )
      const { rows: tenues } = await sql<{
        etat: string
      }>`select distinct etat || ' ' || a_viser::text as etat from porte.reservations(null) where reservation in (${a}, ${b})`.execute(
        tx,
      )
      const { rows: seules } = await sql<{
        n: number
      }>`select count(*)::int4 as n from porte.visas_d_objets() where pas = 'seul' and objet_id in (${a}, ${b})`.execute(
        tx,
      )
      return [rows[0]?.r, tenues.map((x) => x.etat), seules[0]?.n]
    })
  const toutAttend = [['a-viser', 'a-viser'], ['option true'], 0]
  const avant = await cumul()
  expect(avant).toBe((deja[0]?.n ?? 0) + 1000)
  expect(await ensemble(61)).toEqual(toutAttend)
  expect(await cumul()).toBe(avant)
  // Là où leur coopérative prête sans répondre, la première serait due.
  await base.maintenance((tx) =>
    sql`update mutualisation.bien set visa = false where id in (${une}, ${autre})`.execute(tx),
  )
  expect(await ensemble(62)).toEqual(toutAttend)
  expect(await cumul()).toBe(avant)
  // Au-dessus du montant qui en demande deux, la demande attend dans la file ; la direction, sinon, n’est pas bornée.
  const deLaDirection = (jours: number) =>
    chez(bea, async (tx) => {
      const { rows } = await sql<{
        r: string
      }>`select porte.bien_demander(${newId()}::uuid, ${une}::uuid, 'Un atelier', '', now() + make_interval(days => ${jours}),
        now() + make_interval(days => ${jours}, hours => 2), now()) as r`.execute(tx)
      return rows[0]?.r
    })
  expect(await deLaDirection(70)).toBe('ferme')
  await chez(bea, (tx) => poserSeuil(tx, { genre: 'location-d-un-bien', montant: 999 }, new Date()))
  expect(await deLaDirection(71)).toBe('a-viser')
  await chez(bea, (tx) => sql`delete from cae.seuil`.execute(tx))
  await enCae(false)
})

it('ne se réserve pas à dix ans ; d’ici deux ans, le calendrier se feuillette avant de demander', async () => {
  const bien = await preter({ titre: 'Salle Duras' })
  const loin = { objet: 'Un atelier', jour: ecrit(3650), debut: '9 h', fin: '12 h' }
  const r = await ana.poster(`${bien}/demander`, loin)
  expect(r.statut).not.toBe(303)
  expect(r.texte).toContain('dans les deux ans')
  // Prise dans trois mois, samedi compris : lue sur sa semaine, et non sur celles qui s’ouvrent d’abord.
  await demander(cleo, bien, 100, '9 h', '12 h')
  const ici = (await ana.lire(bien)).texte
  expect(ici).toContain('Les six semaines suivantes')
  expect(ici).not.toContain('matin en option')
  const jour = ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), 100)
  expect((await ana.lire(`${bien}?du=${jour}`)).texte).toContain('matin en option, après-midi libre')
})

it('louer une salle est taxé : aucun taux nul, sauf en franchise en base', async () => {
  const regime = (r: string) =>
    base.maintenance((tx) =>
      sql`update organisme.organisme set regime_tva = ${r} where organisme_id = ${bea.organisme}`.execute(tx),
    )
  expect((await bea.lire('/biens-pretes/preter')).texte).not.toContain('franchise en base (CGI, art. 293 B)')
  expect(await preter({ titre: 'Salle Zéro', taux: '0' })).toBe('')
  await regime('franchise')
  expect((await bea.lire('/biens-pretes/preter')).texte).toContain('franchise en base (CGI, art. 293 B)')
  expect(await preter({ titre: 'Salle Zéro', taux: '0' })).not.toBe('')
  expect(await preter({ titre: 'Salle Vingt', taux: '2000' })).toBe('')
  await regime('assujetti')
})

it('une salle qui n’est pas au planning de qui la prête est une salle, et du matériel du matériel', async () => {
  await preter({ genre: 'salle', titre: 'Salle du Scorff' })
  await preter({ titre: 'Une sono' })
  const csv = (await ana.lire('/biens-pretes?format=csv')).texte
  expect(csv).toMatch(/Salle du Scorff;[^;]*;salle;/)
  expect(csv).toMatch(/Une sono;[^;]*;matériel;/)
})

it('le rang compte le tampon : qui commence dans les minutes d’après attend aussi derrière', async () => {
  const bien = await preter()
  await demander(ana, bien, 40, '9 h', '12 h')
  await demander(cleo, bien, 40, '9 h', '11 h')
  await demander(dora, bien, 40, '11 h 15', '12 h 15')
  expect([(await etat(cleo, bien)).dit, (await etat(dora, bien)).dit]).toEqual(['en-file 1', 'en-file 2'])
})

it('rendues sans que personne n’avance la file, les heures reviennent à l’heure suivante à qui attend', async () => {
  const bien = await preter()
  await demander(ana, bien, 50, '9 h', '12 h')
  await demander(cleo, bien, 50, '10 h', '12 h')
  // Une séance ôtée du planning, deux annulations qui se croisent : les heures sont libres, et rien ne l’a dit à la file.
  await admin.query('delete from sessions.occupation where cle = $1', [bien.split('/').pop()])
  expect((await etat(cleo, bien)).dit).toBe('en-file 1')
  await base.worker.withoutTenant((tx) => expirerReservations(tx, 100, new Date()))
  expect((await etat(cleo, bien)).dit).toBe('option')
})

// Prise d’un téléphone : elle dit l’appareil, qui l’a prise, et où.
const jpeg = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0f4c49' } })
  .withExif({ IFD0: { Make: 'Appareil', Copyright: 'Soraya' }, IFD3: { GPSLatitudeRef: 'N' } })
  .jpeg()
  .toBuffer()
it('une photographie se lit de qui lit la fiche, et de nul autre ; ôtée, de personne', async () => {
  const bien = await preter()
  const photographier = (qui: Connectee, octets: Uint8Array = jpeg, legende = 'La salle vue de l’entrée') => {
    const corps = new FormData()
    corps.set('photo', new File([new Uint8Array(octets)], 'salle.jpg', { type: 'image/jpeg' }))
    corps.set('legende', legende)
    return qui.poster(`${bien}/photographier`, corps)
  }
  // Ni une voisine, ni une collègue sans ce rôle, ni un autre genre de fichier, ni une image sans mots.
  for (const [qui, statut] of [
    [ana, 404],
    [bruno, 403],
    [theo, 404],
  ] as const)
    expect((await photographier(qui)).statut).toBe(statut)
  expect((await photographier(bea, Buffer.from('%PDF-1.7 rien'))).statut).toBe(422)
  expect((await photographier(bea, jpeg, '')).statut).toBe(422)
  // Coupée en route, elle ne se lit pas : la phrase le dit, et rien ne se range.
  expect((await photographier(bea, jpeg.subarray(0, 300))).texte).toContain('Cette image ne se lit pas')
  const posee = await photographier(bea)
  expect(posee.statut, posee.texte).toBe(303)
  const photo = /src="([^"]+\/photos\/[^"]+)"/.exec((await ana.lire(bien)).texte)?.[1] ?? ''
  expect((await ana.lire(bien)).texte).toContain('alt="La salle vue de l’entrée"')
  const lue = await ana.lire(photo)
  expect([lue.statut, lue.type, lue.entetes.get('cache-control')]).toEqual([200, 'image/webp', 'no-store'])
  // Ni appareil, ni lieu, ni auteur : l’image est refaite.
  for (const mot of ['Soraya', 'Appareil', 'Exif']) expect([mot, jpeg.includes(mot)]).toEqual([mot, true])
  for (const mot of ['Soraya', 'Appareil', 'EXIF', 'Exif']) expect(lue.octets.includes(mot)).toBe(false)
  expect((await theo.lire(photo)).statut).toBe(404)
  const id = photo.split('/').pop() ?? ''
  expect((await ana.poster(`${bien}/oter`, { photo: id })).statut).toBe(409)
  expect((await bea.poster(`${bien}/oter`, { photo: id })).statut).toBe(303)
  for (const qui of [ana, bea]) expect((await qui.lire(photo)).statut).toBe(404)
})

it('déposée avant que l’image soit refaite, une photographie l’est une nuit, une fois ; d’ici là, sa coopérative seule la lit', async () => {
  const bien = await preter()
  const id = bien.split('/').pop() ?? ''
  // Un JPEG tel qu’il fut gardé, qui porte un lieu, et un autre qui ne se lit pas.
  const brut = (octets: Uint8Array) =>
    base.enTantQue(bea.organisme, { personne: bea.personne }, async (tx) => {
      const { empreinte } = await storage.put(tx, octets, 'image/jpeg')
      const photo = newId<'PhotoDeBien'>() as PhotoId
      const p = { id: photo, bien: id as BienId, legende: 'La salle', fichier: empreinte, type: 'image/jpeg' }
      return [await photographierBien(tx, p, new Date()), photo, empreinte] as const
    })
  const [dit, photo, avant] = await brut(jpeg)
  expect(dit).toBe('ajoutee')
  const [, illisible] = await brut(jpeg.subarray(0, 400))
  const adresse = (p: string) => `${bien}/photos/${p}`
  const octetsDe = async (qui: Connectee, p: string) => (await qui.lire(adresse(p))).octets
  expect((await octetsDe(bea, photo)).includes('Exif')).toBe(true)
  expect((await ana.lire(adresse(photo))).statut).toBe(404)
  expect((await ana.lire(bien)).texte).not.toContain(photo)

  const services = { ...m.services, db: base.worker, storage }
  // Coupée avant d’écrire, elle reprend, et rien n’est perdu.
  const coupe = { ...storage, put: () => Promise.reject(new Error('coupée')) }
  await refaireLesPhotos({}, { ...services, storage: coupe })
  expect((await octetsDe(bea, photo)).includes('Exif')).toBe(true)
  // Un fichier que le dépôt ne rend pas n’arrête pas les suivants.
  const autre = await sharp({ create: { width: 60, height: 60, channels: 3, background: '#abc' } })
    .jpeg()
    .toBuffer()
  const [, suivante] = await brut(autre)
  const sansElle: typeof storage = {
    ...storage,
    get: (tx, empreinte) =>
      empreinte === avant ? Promise.reject(new Error('Un fichier émis manque.')) : storage.get(tx, empreinte),
  }
  await refaireLesPhotos({}, { ...services, storage: sansElle })
  expect((await ana.lire(adresse(photo))).statut).toBe(404)
  expect((await ana.lire(adresse(suivante))).statut).toBe(200)
  await Promise.all([refaireLesPhotos({}, services), refaireLesPhotos({}, services)])
  const lue = await ana.lire(adresse(photo))
  expect([lue.statut, lue.type]).toEqual([200, 'image/webp'])
  for (const mot of ['Soraya', 'Appareil', 'EXIF', 'Exif', 'GPS'])
    expect(lue.octets.includes(mot)).toBe(false)
  expect(lue.octets.subarray(8, 12).toString()).toBe('WEBP')
  // La première n’est plus gardée ; un second passage n’y change rien ; l’illisible reste à sa coopérative.
  const gardee = 'select from plateforme.fichier where encode(empreinte, $2) = $1'
  expect((await admin.query(gardee, [avant, 'hex'])).rowCount).toBe(0)
  await refaireLesPhotos({}, services)
  expect((await ana.lire(adresse(photo))).octets.equals(lue.octets)).toBe(true)
  expect([(await ana.lire(adresse(illisible))).statut, (await bea.lire(adresse(illisible))).statut]).toEqual([
    404, 200,
  ])
})
