/** La salle d’une autre coopérative, réservée ferme pour une session : sa fiche va au registre des lieux (17), et ne vérifie rien à la place de qui réserve. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { prisesDesSessions } from '#app/toucher.tsx'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireReservations } from '#modules/mutualisation/db/biens.ts'
import { classerLesLieux } from '#modules/mutualisation/jobs/classer-lieux.job.ts'
import { moduleMutualisation } from '#modules/mutualisation/module.ts'
import { sansPrises } from '#modules/mutualisation/prises.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poleModule } from '#modules/pole/index.ts'
import { listerFaits } from '#modules/qualite/db/mesures.queries.ts'
import { lireLigne } from '#modules/qualite/db/registre.ts'
import { tenirLigne } from '#modules/qualite/gestes/tenir-registre.ts'
import { classerLieuPrete } from '#modules/qualite/index.ts'
import { lireRegard } from '#modules/qualite/lecture/lire-score.ts'
import { moduleSessions } from '#modules/sessions/module.ts'
import { poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule, moduleSessions(prisesDesSessions(() => [])), moduleMutualisation()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands' },
  gens: { ana: { roles: ['responsable'], chez: 'a' }, bea: { roles: ['responsable'], chez: 'b' } },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, bea } = m
const aujourdhui = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const jour = ajouterJours(aujourdhui, 12)
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, bea]))
const preter = (titre: string, genre: 'salle' | 'materiel') =>
  bea.poster('/biens-pretes/preter', {
    pole,
    salle: '',
    genre,
    titre,
    adresse: 'Quai de la Douane, Brest',
    acces: 'De plain-pied, boucle magnétique à l’accueil',
    configurations: 'en U : 14',
    equipement: 'Vidéoprojecteur',
    reglement: 'Rendre la clé le soir',
    membre: '10',
    autre: '20',
    taux: '2000',
    tampon: '0',
    visa: 'non',
    bareme: 'moins de 7 jours : 50 %',
  })
const reserver = async (bien: string, quand = jour) =>
  expect(
    (
      await ana.poster(`${bien}/demander`, {
        objet: 'Une session',
        configuration: '',
        jour: formaterDate(quand, 'chiffres'),
        debut: '9 h',
        fin: '17 h',
      })
    ).statut,
  ).toBe(303)
const classer = () => classerLesLieux({ ...sansPrises, classerLieu: classerLieuPrete })({}, m.worker)
const lignes = async () =>
  (
    await base.maintenance((tx) =>
      sql<{
        id: string
        titre: string
        contenu: Record<string, string>
      }>`select distinct on (id) id, titre, contenu from qualite.registre
        where organisme_id = ${ana.organisme} and genre = 'lieu' order by id, rang desc`.execute(tx),
    )
  ).rows
/** Le lendemain de la session. */
const regard = (tx: TenantTx) => lireRegard(tx, new Date(Date.now() + 13 * 86_400_000))
const faits17 = (tenus: boolean) =>
  en(ana, async (tx) => listerFaits(tx, await regard(tx), ['17b'], { tenus }))

it('se classe une fois, avec d’où elle vient et sa date ; elle déclare, et ne prouve qu’une fois adaptée ici', async () => {
  const salle = (await preter('Salle Duras', 'salle')).vers
  const sono = (await preter('Salle de jeu en valise', 'materiel')).vers
  await reserver(salle)
  await reserver(sono)
  // Sans session à ces heures, rien ne se classe.
  await classer()
  expect(await lignes()).toEqual([])
  const chez = { organisme: ana.organisme, activite: m.coops.a.activite }
  const { session } = await base.maintenance(async (tx) =>
    poserSession(tx, {
      ...chez,
      etat: 'confirmee',
      offre: await poserOffre(tx, chez),
      seances: [[jour, 540, 750]],
    }),
  )
  for (const _ of [1, 2]) await classer()
  const [ligne, ...autres] = await lignes()
  expect(autres).toEqual([])
  expect(ligne?.titre).toBe('Salle Duras, Quai de la Douane, Brest, prêtée par Les Tisserands')
  expect(JSON.parse(sansInsecables(JSON.stringify(ligne?.contenu)))).toMatchObject({
    accessibilite: 'De plain-pied, boucle magnétique à l’accueil',
    places: '14',
    materiel: 'Vidéoprojecteur. Places : 14 en U. Règlement : Rendre la clé le soir',
  })
  expect(ligne?.contenu.repriseDe).toBe(
    `Les Tisserands, fiche de la salle au ${formaterDate(aujourdhui)}, réservée pour le ${formaterDate(jour)}, d’après le lieu écrit à la session`,
  )
  // Chez qui prête, rien.
  expect(
    (
      await base.maintenance((tx) =>
        sql`select from qualite.registre where organisme_id = ${bea.organisme}`.execute(tx),
      )
    ).rows,
  ).toEqual([])
  const [manque] = await faits17(false)
  expect([manque?.objet, manque?.quoi]).toEqual([session, expect.stringContaining('à adapter')])
  expect(await faits17(true)).toEqual([])
  // Vérifié sur place, et dit : cela prouve.
  const verifie = await en(ana, async (tx) => {
    const [avant] = await lireLigne(tx, 'lieu', ligne?.id ?? '')
    return (
      avant &&
      tenirLigne(
        tx,
        {
          ...avant,
          contenu: {
            ...avant.contenu,
            securite: 'issues dégagées, registre vu le jour même',
            adaptation: 'visitée avec la formatrice, tables mises en U pour le groupe',
          },
        },
        { rangLu: avant.rang, regarde: await regard(tx), le: new Date() },
      )
    )
  })
  expect(verifie).toMatchObject({ ok: true })
  expect((await faits17(true)).map((f) => f.objet)).toEqual([session])
})

it('se classe pour chaque session qui s’y tient, et pour aucune d’une autre salle ni d’un brouillon', async () => {
  const avant = new Set((await lignes()).map((l) => l.id))
  const neuves = async () => (await lignes()).filter((l) => !avant.has(l.id))
  const quand = ajouterJours(aujourdhui, 20)
  const chez = { organisme: ana.organisme, activite: m.coops.a.activite }
  const poser = (debut: number, etat: 'brouillon' | 'confirmee' = 'confirmee') =>
    base.maintenance(async (tx) =>
      poserSession(tx, {
        ...chez,
        etat,
        offre: await poserOffre(tx, chez),
        seances: [[quand, debut, debut + 150]],
      }),
    )
  // « Salle Duras, Montreuil » n’est pas la « Salle Dura », ni « Montreuil ».
  for (const titre of ['Salle Dura', 'Montreuil']) await reserver((await preter(titre, 'salle')).vers, quand)
  await poser(540)
  await classer()
  expect(await neuves()).toEqual([])
  const bien = (await preter('SALLE DURAS', 'salle')).vers
  await reserver(bien, quand)
  const brouillon = await poser(700, 'brouillon')
  await classer()
  expect(await neuves()).toHaveLength(1)
  // Celle de l’après-midi vient le lendemain, dans la même réservation.
  await base.maintenance((tx) =>
    sql`update sessions.session set etat = 'confirmee' where id = ${brouillon.session}`.execute(tx),
  )
  for (const _ of [1, 2]) await classer()
  expect(await neuves()).toHaveLength(2)
  // La page du bien lit la même règle.
  expect((await ana.lire(bien)).texte.match(/Anglais professionnel/g)).toHaveLength(2)
})

it('n’arrête pas les autres si l’une lève : elle se reprend à l’heure suivante', async () => {
  const quand = ajouterJours(aujourdhui, 27)
  const chez = { organisme: ana.organisme, activite: m.coops.a.activite }
  for (const titre of ['Salle Duras', 'Salle de la Cale']) {
    await reserver((await preter(titre, 'salle')).vers, quand)
    await base.maintenance(async (tx) => {
      const { session } = await poserSession(tx, {
        ...chez,
        etat: 'confirmee',
        offre: await poserOffre(tx, chez),
        seances: [[quand, 600, 720]],
      })
      await sql`update sessions.session set lieu = ${titre} where id = ${session}`.execute(tx)
    })
  }
  const vues: string[] = []
  const uneQuiLeve: typeof classerLieuPrete = (tx, lieu, le) => {
    vues.push(lieu.titre)
    // La première, quelle qu’elle soit : l’ordre, à la même seconde, est celui des identifiants.
    if (vues.length === 1) throw new Error('la base a coupé')
    return classerLieuPrete(tx, lieu, le)
  }
  await classerLesLieux({ ...sansPrises, classerLieu: uneQuiLeve })({}, m.worker)
  expect(vues.toSorted()).toEqual(['Salle Duras', 'Salle de la Cale'].toSorted())
  await classerLesLieux({
    ...sansPrises,
    classerLieu: (tx, lieu, le) => {
      vues.push(lieu.titre)
      return classerLieuPrete(tx, lieu, le)
    },
  })({}, m.worker)
  expect(vues.slice(2)).toEqual([vues[0]])
})

it('planifiée de la réservation, la session s’en souvient, même si son lieu n’écrit que l’adresse ; sans lien, ce lieu reste déclaré', async () => {
  const avant = new Set((await lignes()).map((l) => l.id))
  const neuves = async () => (await lignes()).filter((l) => !avant.has(l.id))
  const quand = ajouterJours(aujourdhui, 26)
  const bien = (await preter('Salle Molène', 'salle')).vers
  await reserver(bien, quand)
  const chez = { organisme: ana.organisme, activite: m.coops.a.activite }
  const offre = await base.maintenance((tx) => poserOffre(tx, chez))
  const vers = sansInsecables((await ana.lire(bien)).texte)
    .match(/href="(\/sessions\/nouvelle[^"]*)"/)?.[1]
    ?.replaceAll('&amp;', '&')
  expect(vers).toMatch(/reservation=[0-9a-f-]{36}/)
  const page = (await ana.lire(vers ?? '')).texte
  const envoi = /action="([^"]*ailleurs=oui[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
  // Une journée ajoutée ne perd pas d’où l’on vient.
  expect(page.replaceAll('&amp;', '&')).toContain(`formaction="${envoi}#`)
  const planifier = (ou: string, debut: string, fin: string, lieu: string) =>
    ana.poster(ou, {
      offre,
      modalite: 'presentiel',
      zone: 'Europe/Paris',
      lieu,
      formateur: 'Claire Vasseur',
      capacite: '10',
      rythme: '',
      motif: 'Un jour choisi avec le groupe.',
      titres: '',
      'seances[0].date': formaterDate(quand, 'chiffres'),
      'seances[0].debut': debut,
      'seances[0].fin': fin,
    })
  // À d’autres heures, rien n’est lié, et la page le dit ; l’identifiant d’une autre réservation, non plus.
  const hors = await planifier(envoi, '18 h', '20 h', 'Salle Molène')
  expect(hors.statut, hors.texte).toBe(303)
  expect((await ana.lire(hors.vers ?? '')).texte).toContain('n’y est pas liée')
  const liee = await planifier(envoi, '9 h', '12 h', 'Quai de la Douane, Brest, deuxième étage')
  expect(liee.statut, liee.texte).toBe(303)
  const ecrite = await planifier('/sessions/nouvelle', '13 h', '16 h', 'Salle Molène, Brest')
  const id = (r: { vers?: string | null | undefined }) =>
    /sessions\/([0-9a-f-]{36})/.exec(r.vers ?? '')?.[1] ?? ''
  const vue = (await ana.lire(bien)).texte
  expect(vue.match(/déclaré : le lieu écrit à la session/g)).toHaveLength(1)
  // Qui prête n’apprend pas quelles sessions s’y tiennent, ni n’en lie.
  const deBea = await en(bea, (tx) => lireReservations(tx))
  const r = deBea.find((x) => bien.endsWith(x.bien))
  expect(r?.sessions).toEqual([])
  const lier = (qui: Connectee, session: string, reservation: string = r?.reservation ?? '') =>
    qui.poster(`${bien}/session`, { reservation, session })
  for (const dit of [
    await lier(bea, id(ecrite)),
    await lier(ana, newId()),
    await lier(ana, id(hors)),
    await lier(ana, id(ecrite), newId()),
  ])
    expect(dit.statut).toBe(409)
  await base.maintenance((tx) =>
    sql`update sessions.session set etat = 'confirmee' where id in (${id(liee)}::uuid, ${id(ecrite)}::uuid)`.execute(
      tx,
    ),
  )
  for (const _ of [1, 2]) await classer()
  expect(
    (await neuves())
      .filter((l) => l.titre.startsWith('Salle Molène'))
      .map((l) => (l.contenu.repriseDe ?? '').includes('d’après le lieu écrit'))
      .toSorted(),
  ).toEqual([false, true])
  for (const _ of [1, 2]) expect((await lier(ana, id(ecrite))).statut).toBe(303)
  expect((await ana.lire(bien)).texte).not.toContain('déclaré : le lieu écrit')
  // Déplacée ailleurs, la session liée le dit.
  await base.maintenance((tx) =>
    sql`update sessions.session set lieu = 'Mairie de Brest' where id = ${id(liee)}::uuid`.execute(tx),
  )
  expect((await ana.lire(bien)).texte).toContain('la session écrit un autre lieu')
  // Un brouillon repris vient encore de la salle.
  const garde = await ana.poster(envoi, { offre, lieu: 'Salle Molène', brouillon: 'oui' })
  expect(garde.texte).toContain('Brouillon gardé')
  const repris = /action="([^"]*reservation=[^"]*)"/.exec((await ana.lire('/sessions/nouvelle')).texte)?.[1]
  expect(repris).toContain(`reservation=${r?.reservation}`)
  const duBrouillon = await planifier(repris ?? '', '16 h', '17 h', 'Quai de la Douane, Brest')
  expect(duBrouillon.statut, duBrouillon.texte).toBe(303)
  expect((await en(ana, (tx) => lireReservations(tx))).find((x) => x.bien === r?.bien)?.sessions).toContain(
    id(duBrouillon),
  )
  expect((await ana.lire('/sessions/nouvelle')).texte).not.toContain('reservation=')
})

it('un lien ne se pose que dans les heures réservées, se défait tant que la fiche n’est pas au registre, et tient quand l’adresse se corrige', async () => {
  const quand = ajouterJours(aujourdhui, 25)
  const bien = (await preter('Salle Ouessant', 'salle')).vers ?? ''
  await reserver(bien, quand)
  const chez = { organisme: ana.organisme, activite: m.coops.a.activite }
  const poser = (debut: number, fin: number, lieu: string) =>
    base.maintenance(async (tx) => {
      const { session } = await poserSession(tx, {
        ...chez,
        etat: 'confirmee',
        offre: await poserOffre(tx, chez),
        seances: [[quand, debut, fin]],
      })
      await sql`update sessions.session set lieu = ${lieu} where id = ${session}`.execute(tx)
      return session
    })
  const deborde = await poser(960, 1080, 'Salle Ouessant')
  const dedans = await poser(600, 720, 'Salle Ouessant')
  const r = (await en(ana, (tx) => lireReservations(tx))).find((x) => bien.endsWith(x.bien))
  const lier = (session: string, tient: 'oui' | 'non' = 'oui') =>
    ana.poster(`${bien}/session`, { reservation: r?.reservation ?? '', session, tient })
  const bouton = (session: string) => `name="session" value="${session}"`
  const vue = async () => (await ana.lire(bien)).texte
  const [avant, hors] = [await vue(), await lier(deborde)]
  expect([avant.includes(bouton(deborde)), avant.includes(bouton(dedans))]).toEqual([false, true])
  expect([hors.statut, hors.texte.includes('Aucune demi-journée de cette session ne tient')]).toEqual([
    409,
    true,
  ])
  const declares = async () => (await vue()).match(/déclaré : le lieu écrit à la session/g)?.length
  for (const [tient, combien] of [
    ['oui', 1],
    ['non', 2],
    ['oui', 1],
  ] as const) {
    expect((await lier(dedans, tient)).statut).toBe(303)
    expect(await declares()).toBe(combien)
    // Déliée, elle n’est là que d’après son lieu écrit : la page dit où le changer.
    expect((await vue()).match(/changez ce lieu à la session/g)).toHaveLength(combien)
  }
  // Qui prête corrige l’adresse que la session écrit.
  await base.maintenance((tx) =>
    sql`update sessions.session set lieu = 'Quai de la Douane, Brest, deuxième étage' where id = ${dedans}`.execute(
      tx,
    ),
  )
  const corrigee = await bea.poster(`${bien}/corriger`, {
    version: '1',
    adresse: '3 quai de la Douane, 29200 Brest',
    acces: '',
    configurations: 'en U : 14',
    equipement: '',
    reglement: '',
    membre: '10',
    autre: '20',
    taux: '2000',
    tampon: '0',
    visa: 'non',
    bareme: '',
  })
  expect(corrigee.statut, corrigee.texte).toBe(303)
  expect(await vue()).not.toContain('la session écrit un autre lieu')
  await classer()
  const classees = (await lignes()).filter((l) => l.titre.startsWith('Salle Ouessant'))
  expect(classees.map((l) => (l.contenu.repriseDe ?? '').includes('d’après le lieu écrit'))).toEqual([false])
  // Au registre, ce qui fut dit reste.
  expect([(await vue()).includes(bouton(dedans)), (await lier(dedans, 'non')).statut]).toEqual([false, 409])
  // Au bout de ce qui se réserve, le calendrier ne promet rien de plus.
  expect((await ana.lire(`${bien}?du=2099-01-01`)).texte).not.toContain('semaines suivantes')
  expect(await vue()).toContain('Les six semaines suivantes')
})
