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
import { newId } from '#platform/db/index.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { ajouterPlafond, fermerPlafond, type PlafondId } from '../../../../test/base/plafonds.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { lireReservations } from '../db/biens.ts'
import { expirerReservations } from '../db/biens-portes.ts'
import { moduleMutualisation } from '../module.ts'
import { poserPole } from './pole-d-essai.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  services: { storage: postgresStorage() },
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
      places: '',
      equipement: '',
      reglement: '',
      membre: '10',
      autre: '20',
      taux: '2000',
      tampon: '30',
      visa: 'oui',
      preavis: '7',
      retenue: '50',
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
  await enCae(false)
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
