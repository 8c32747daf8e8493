import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateDe } from '#kernel/dates.ts'
import { plusLongTravail } from '../../../../test/fuzz/plus-long-travail.ts'
import { minutesDansLaSeance, proposer } from '../domain/rapprocher.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import { propositions } from '../gestes/distance.ts'
import { lireListeAPart } from './liste-a-part.ts'
import { lireDureeDeListe, lireListeConnexion } from './liste-connexion.ts'

const utf8 = (t: string) => new TextEncoder().encode(t)
const utf16 = (t: string) => {
  const b = Buffer.from(`\ufeff${t}`, 'utf16le')
  return new Uint8Array(b)
}
const latin1 = (t: string) => new Uint8Array(Buffer.from(t, 'latin1'))
const lire = (o: Uint8Array) => {
  const r = lireListeConnexion(o, 'Europe/Paris')
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}

describe('Une liste de connexion', () => {
  it('de Zoom, en anglais, avec son résumé au-dessus et ses heures américaines', () => {
    const l = lire(
      utf8(
        'Meeting ID,Topic,Start Time,End Time\r\n812 3344,English,11/24/2026 09:00:01 AM,11/24/2026 12:31:00 PM\r\n\r\nName (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\r\n"Pons, Agathe",agathe@exemple.example,11/24/2026 08:58:10 AM,11/24/2026 12:30:02 PM,212,Yes\r\nTom Okafor,,11/24/2026 08:50:00 AM,11/24/2026 12:31:00 PM,221,No\r\n',
      ),
    )
    expect(l.logiciel).toBe('zoom')
    expect(l.lignes[0]).toMatchObject({
      nom: 'Pons, Agathe',
      courriel: 'agathe@exemple.example',
      minutes: 212,
    })
    expect(l.lignes[0]?.debutLe?.toISOString()).toBe('2026-11-24T07:58:10.000Z')
    expect(l.lignes).toHaveLength(2)
  })
  it('de Zoom, en français, à point-virgule et en Windows-1252', () => {
    const l = lire(
      latin1(
        'Nom (nom d\u0027origine);Adresse e-mail;Heure d\u0027arrivée;Heure de départ;Durée (minutes)\r\nLéonie Fabre;;24/11/2026 09:02:00;24/11/2026 12:30:00;208\r\n',
      ),
    )
    expect(l.lignes).toEqual([
      {
        nom: 'Léonie Fabre',
        courriel: null,
        minutes: 208,
        debutLe: new Date('2026-11-24T08:02:00Z'),
        finLe: new Date('2026-11-24T11:30:00Z'),
      },
    ])
  })
  it('de Teams, en UTF-16, à tabulations, entre un résumé et d’autres tableaux', () => {
    const l = lire(
      utf16(
        '1. Résumé de la réunion\r\nNombre de participants\t2\r\n\r\n2. Participants\r\nNom\tPremière participation\tDernière sortie\tDurée de la réunion\tE-mail\tID du participant (UPN)\tRôle\r\nOusmane Sarr\t24/11/2026 09:01:12\t24/11/2026 12:29:00\t3h 27m 48s\tousmane@exemple.example\tousmane@exemple.example\tPrésentateur\r\nDalila Amrani\t24/11/2026 09:10:00\t24/11/2026 09:40:30\t30m 30s\t\t\tParticipant\r\n\r\n3. Activités de la réunion\r\nNom\tHeure\r\nOusmane Sarr\t09:01\r\n',
      ),
    )
    expect(l.logiciel).toBe('teams')
    expect(l.lignes.map((x) => [x.nom, x.courriel, x.minutes])).toEqual([
      ['Ousmane Sarr', 'ousmane@exemple.example', 207],
      ['Dalila Amrani', null, 30],
    ])
  })
  it('de BigBlueButton, sans heure de départ', () => {
    const l = lire(
      utf8(
        'Name,Moderator,Activity Score,Talk time,Webcam Time,Messages,Time online\nYann Kerbrat,FALSE,4,00:02:10,00:00:00,3,03:20:05\n',
      ),
    )
    expect(l.logiciel).toBe('bigbluebutton')
    expect(l.lignes).toEqual([
      { nom: 'Yann Kerbrat', courriel: null, minutes: 200, debutLe: null, finLe: null },
    ])
  })
  it('de Zoom, en français, avec ses colonnes d’aujourd’hui : le courriel se lit', () => {
    const l = lire(
      utf8(
        'Nom (nom original),Adresse e-mail de l’utilisateur,Heure d’arrivée,Heure de départ,Durée (minutes),Invité,Salle d’attente\nAgathe Pons,agathe@exemple.example,24/11/2026 08:58:10,24/11/2026 12:30:02,212,Oui,Non\n',
      ),
    )
    expect(l).toMatchObject({
      logiciel: 'zoom',
      lignes: [{ courriel: 'agathe@exemple.example', debutLe: new Date('2026-11-24T07:58:10Z') }],
    })
  })
  it('de Teams, en anglais, avec ses trois tableaux et sa date à deux chiffres : le premier qui liste des gens', () => {
    const l = lire(
      utf16(
        '1. Summary\r\nMeeting title\tEnglish\r\nAttended participants\t1\r\nStart time\t11/24/26, 9:00:11 AM\r\nEnd time\t11/24/26, 12:31:02 PM\r\nMeeting duration\t3h 30m 51s\r\n\r\n2. Participants\r\nName\tFirst join\tLast leave\tIn-meeting duration\tEmail\tParticipant ID (UPN)\tRole\r\nAgathe Pons\t11/24/26, 9:02:11 AM\t11/24/26, 12:30:02 PM\t3h 27m 51s\tagathe@exemple.example\tagathe@exemple.example\tAttendee\r\n\r\n3. In-Meeting Activities\r\nName\tJoin time\tLeave time\tDuration\tEmail\tRole\r\nAgathe Pons\t11/24/26, 9:02:11 AM\t11/24/26, 12:30:02 PM\t3h 27m 51s\tagathe@exemple.example\tAttendee\r\n',
      ),
    )
    expect(l).toMatchObject({
      logiciel: 'teams',
      lignes: [{ nom: 'Agathe Pons', minutes: 207, debutLe: new Date('2026-11-24T08:02:11Z') }],
    })
    expect(l.lignes).toHaveLength(1)
  })
  it('de BigBlueButton, avec les colonnes de son code, des sondages après, et la ligne des anonymes', () => {
    const l = lire(
      utf8(
        'Name,Moderator,Activity Score,Talk Time,Webcam Time,Messages,Reactions,Poll Votes,Raise Hands,Join,Left,Duration,Compris ?\r\n"Yann Kerbrat","FALSE","4","00:02:10","-","3","0","1","0","24/11/2026 09:01:12","24/11/2026 12:21:17","03:20:05","Oui"\r\n"Tom Okafor","TRUE","0","02:02:10","-","3","0","0","0","24/11/2026 08:55:00","-","03:40:00","-"\r\n"Anonymous","","","","","","","","","","","","Non"',
      ),
    )
    expect(l.logiciel).toBe('bigbluebutton')
    expect(l.lignes.map((x) => [x.nom, x.minutes])).toEqual([
      ['Yann Kerbrat', 200],
      ['Tom Okafor', 220],
    ])
    expect(l.ignorees).toBe(1)
  })
  it.each([
    [
      'allemand',
      'Name (ursprünglicher Name),Benutzer-E-Mail,Beitrittszeit,Beendigungszeit,Dauer (Minuten)',
      '24.11.2026 09:02:00,24.11.2026 12:30:00',
    ],
    [
      'espagnol',
      'Nombre (nombre original),Correo electrónico del usuario,Hora de entrada,Hora de salida,Duración (minutos)',
      '24/11/2026 09:02:00,24/11/2026 12:30:00',
    ],
    [
      'italien',
      'Nome (nome originale),E-mail utente,Ora di ingresso,Ora di uscita,Durata (minuti)',
      '24/11/2026 09:02:00,24/11/2026 12:30:00',
    ],
  ])('en %s : le nom, le courriel, les heures et la durée', (_, entete, heures) => {
    expect(lire(utf8(`${entete}\nMai Lam,mai@exemple.example,${heures},208\n`)).lignes).toEqual([
      {
        nom: 'Mai Lam',
        courriel: 'mai@exemple.example',
        minutes: 208,
        debutLe: new Date('2026-11-24T08:02:00Z'),
        finLe: new Date('2026-11-24T11:30:00Z'),
      },
    ])
  })
  it('de Teams, deux passages de vingt-cinq minutes ne font pas la matinée', () => {
    const { lignes } = lire(
      utf16(
        '2. Participants\r\nNom\tPremière participation\tDernière sortie\tDurée de la réunion\tE-mail\r\nOusmane Sarr\t24/11/2026 09:02:00\t24/11/2026 12:16:00\t50m 12s\t\r\n',
      ),
    )
    const seance = { debut: new Date('2026-11-24T08:00:00Z'), fin: new Date('2026-11-24T11:30:00Z') }
    expect(minutesDansLaSeance(lignes, seance)).toBe(50)
  })
  it('de BigBlueButton, avec ses vraies colonnes « Join » et « Left » : les heures se lisent, le jour aussi', () => {
    const l = lire(
      utf8(
        'Name,Moderator,Activity Score,Talk time,Webcam Time,Messages,Emojis,Raise Hands,Poll Votes,Join,Left,Duration\nYann Kerbrat,FALSE,4,00:02:10,00:00:00,3,0,0,0,"11/24/2026, 9:01:12 AM","11/24/2026, 12:21:17 PM",03:20:05\n',
      ),
    )
    expect(l.logiciel).toBe('bigbluebutton')
    expect(l.lignes[0]).toMatchObject({
      nom: 'Yann Kerbrat',
      minutes: 200,
      debutLe: new Date('2026-11-24T08:01:12Z'),
      finLe: new Date('2026-11-24T11:21:17Z'),
    })
  })
  it.each([
    [
      'fr',
      'Nom,Modérateur,Activity Score,Temps de conversation,Temps de partage de caméra,Messages,Réactions,Votes du sondage,Mains levées,Rejoindre,Quitté,Duration',
    ],
    [
      'de',
      'Name,Moderator,Activity Score,Redezeit,Webcamzeit,Nachrichten,Reaktionen,Abstimmungen,Gehobene Hände,Teilnahme,Verlassen,Duration',
    ],
    [
      'es',
      'Nombre,Moderador,Activity Score,Tiempo de conversación,Tiempo de uso de cámara web,Mensajes,Reacciones,Votos en la encuesta,Manos levantadas,Accedió,Salió,Duration',
    ],
    [
      'it',
      'Nome,Moderatore,Activity Score,Tempo di parola,Tempo di webcam,Messaggi,Reazioni,Risposte,Mani alzate,Ingresso,Uscita,Duration',
    ],
  ])(
    'de BigBlueButton en « %s », aux titres de ses traductions publiées, ses dates écrites comme il les écrit',
    (langue, entete) => {
      const [debut, fin] = ['2026-11-24T08:01:12Z', '2026-11-24T11:21:17Z'].map((t) => new Date(t))
      const ecrire = (d: Date | undefined) =>
        new Intl.DateTimeFormat(langue, {
          year: 'numeric',
          month: 'numeric',
          day: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          timeZone: 'Europe/Paris',
        }).format(d)
      const l = lire(
        utf8(
          `${entete}\r\n"Yann Kerbrat","FALSE","4","00:02:10","-","3","0","1","0","${ecrire(debut)}","${ecrire(fin)}","03:20:05"\r\n"Anonyme","","","","","","","","","","",""`,
        ),
      )
      expect(l).toMatchObject({
        logiciel: 'bigbluebutton',
        lignes: [{ nom: 'Yann Kerbrat', minutes: 200, debutLe: debut, finLe: fin }],
      })
    },
  )
  it('de Google Meet, en anglais et en français : prénom et nom réunis', () => {
    const en = lire(
      utf8(
        'First name,Last name,Email,Duration,Time joined,Time exited\nMai,Lam,mai@exemple.example,1 hr 2 min,9:01 AM,10:03 AM\n',
      ),
    )
    expect(en).toMatchObject({ logiciel: 'meet', lignes: [{ nom: 'Mai Lam', minutes: 62, debutLe: null }] })
    const fr = lire(
      utf8(
        'Prénom,Nom,Adresse e-mail,Durée,Heure de participation,Heure de sortie\nMai,Lam,,62 min,09:01,10:03\n',
      ),
    )
    expect(fr).toMatchObject({ logiciel: 'meet', lignes: [{ nom: 'Mai Lam', minutes: 62 }] })
  })
  it.each([
    ['First name,Last name,Email,Duration,Time joined,Time exited\nMai,Lam,,1 hr 2 min,9:01 AM,10:03 AM\n'],
    ['Prénom,Nom,Adresse e-mail,Durée,Heure de participation,Heure de sortie\nMai,Lam,,62 min,09:01,10:03\n'],
  ])('de Google Meet, ses heures sans jour se lisent au jour de la demi-journée, et cela se dit', (texte) => {
    const jour = dateDe(2026, 11, 24)
    expect(lireListeConnexion(utf8(texte), 'Europe/Paris', jour)).toMatchObject({
      value: {
        sansJour: true,
        lignes: [
          { debutLe: new Date('2026-11-24T08:01:00Z'), finLe: new Date('2026-11-24T09:03:00Z'), minutes: 62 },
        ],
      },
    })
    // Le jour qu’une liste dit est le sien, quelle que soit la demi-journée.
    const datee = utf8('Name,Join Time,Leave Time\nMai Lam,23/11/2026 09:01:00,23/11/2026 10:03:00\n')
    expect(lireListeConnexion(datee, 'Europe/Paris', jour)).toMatchObject({
      value: { sansJour: false, lignes: [{ debutLe: new Date('2026-11-23T08:01:00Z') }] },
    })
  })
  it('de Webex, cellules de tableur comprises', () => {
    const l = lire(
      utf8(
        'Meeting Name,Meeting Start Time,Display Name,Attendee Email,Join Time,Leave Time,Attendance Duration,Connection Type\nAnglais,"=""2026-11-24 09:00:00""",Nuno Ferreira,nuno@exemple.example,"=""2026-11-24 09:00:30""","=""2026-11-24 12:29:40""",209 mins,Desktop app\n',
      ),
    )
    expect(l).toMatchObject({
      logiciel: 'webex',
      lignes: [{ nom: 'Nuno Ferreira', minutes: 209, debutLe: new Date('2026-11-24T08:00:30Z') }],
    })
  })
  it.each([
    ['une image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), 'illisible'],
    ['un autre tableau', utf8('Produit;Prix\nPain;1,20\n'), 'titres-inconnus'],
    ['des titres sans ligne', utf8('Name,Duration\n'), 'vide'],
    ['une liste sans fin', utf8(`Name,Duration\n${'A,1\n'.repeat(2001)}`), 'trop-longue'],
  ] as const)('%s : un refus en phrase', (_, octets, code) => {
    expect(lireListeConnexion(octets, 'Europe/Paris')).toMatchObject({ ok: false, error: { code } })
  })
  it.each([
    // Une heure que suivent des blancs : chacun se relirait avec tous les autres.
    ['une heure suivie de deux cent mille blancs', `Name,Join Time\nMai,12:30${' '.repeat(200_000)}x\n`],
    ['deux cent mille titres', `Name,Join Time${',a'.repeat(200_000)}\nMai,12:30\n`],
  ])('%s ne retient pas les pages', async (_, texte) => {
    const ce24 = dateDe(2026, 11, 24)
    if (!ce24) throw new Error('ce jour existe')
    const { max } = await plusLongTravail(() => lireListeAPart(utf8(texte), 'Europe/Paris', ce24))
    expect(max).toBeLessThan(50)
    const avant = process.threadCpuUsage()
    lireListeConnexion(utf8(texte), 'Europe/Paris')
    expect(process.threadCpuUsage(avant).user / 1_000).toBeLessThan(5_000)
  })
  it.each(['31/12/9999', '24/11/1026'])('une ligne datée du %s garde sa durée, sans heures', (jour) => {
    const texte = `Name,Join Time,Leave Time,Duration\nMai,${jour} 09:00,${jour} 12:30,210\n`
    expect(lire(utf8(texte)).lignes).toMatchObject([{ nom: 'Mai', minutes: 210, debutLe: null }])
  })
  it('n’importe quels octets ne font jamais lever, ni rendre de minutes absurdes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string({ maxLength: 200 }).map((t) => utf8(`Name,Join Time,Duration\n${t}`)),
        ),
        (o) => {
          const r = lireListeConnexion(o, 'Indian/Reunion')
          if (r.ok)
            for (const l of r.value.lignes) {
              expect(l.minutes).toBeGreaterThanOrEqual(0)
              expect(l.minutes).toBeLessThanOrEqual(6000)
              expect(l.nom).not.toBe('')
            }
        },
      ),
      { numRuns: 300 },
    )
  })
  it.each([
    ['3h 20m 5s', 200],
    ['1 h 02 min', 62],
    ['45 min', 45],
    ['03:20:05', 200],
    ['212', 212],
    ['59s', 0],
    ['3 heures 5 minutes', 185],
    ['', undefined],
    ['longtemps', undefined],
  ])('la durée « %s » se lit %s', (texte, minutes) => {
    expect(lireDureeDeListe(texte)).toBe(minutes)
  })
})

const p = (n: number, prenom: string, nom: string, courriel: string | null = null) => ({
  inscription: `i${n}` as InscriptionId,
  prenom,
  nom,
  courriel,
})

describe('Rapprocher une connexion d’une inscription', () => {
  const gens = [
    p(1, 'Agathe', 'Pons', 'a.pons@x.example'),
    p(2, 'Léonie', 'Fabre'),
    p(3, 'Yann', 'Kerbrat'),
    p(4, 'Yann', 'Le Goff'),
    p(5, 'Mai', 'Lam'),
  ]
  it.each([
    ['A. P.', 'A.Pons@x.example', 'i1'],
    ['FABRE leonie', null, 'i2'],
    ['Kerbrat', null, 'i3'],
    ['Yann Le Goff (téléphone)', null, 'i4'],
    ['mai', null, 'i5'],
    // Deux Yann, un inconnu : rien n’est proposé.
    ['Yann', null, undefined],
    ['Zoé', null, undefined],
    ['', null, undefined],
  ])('« %s » et %s : %s', (nom, courriel, attendu) => {
    expect(proposer({ nom, courriel }, gens)).toBe(attendu)
  })
  it('qui anime est reconnu et n’est proposé pour personne ; ce qu’une personne a confirmé reste', () => {
    const connexion = (rang: number, nom: string, plus: object = {}) => ({
      rang,
      nom,
      courriel: null,
      confirmee: false,
      inscription: null,
      ...plus,
    })
    const liste = {
      connexions: [
        connexion(1, 'Tom Okafor (Hôte)'),
        connexion(2, 'OKAFOR Tom'),
        connexion(3, 'Agathe Pons'),
        connexion(4, 'iPhone de Léo'),
        connexion(5, 'Agathe Pons', { confirmee: true }),
      ],
    }
    const inscriptions = gens.map(({ inscription, ...g }) => ({ id: inscription, ...g }))
    const lues = propositions(liste as never, inscriptions as never, [
      { personne: 't', prenom: 'Tom', nom: 'Okafor' },
    ])
    expect([...lues.values()]).toEqual([null, null, 'i1', undefined, null])
  })
  it('qui anime sous le prénom d’une personne inscrite reste qui anime ; le prénom seul ne désigne personne', () => {
    const connexions = ['Tom Okafor (Hôte)', 'Tom Petit', 'Tom'].map((nom, n) => ({
      rang: n + 1,
      nom,
      courriel: null,
      confirmee: false,
      inscription: null,
    }))
    const classe = [{ ...p(1, 'Tom', 'Petit'), id: 'i1' }]
    const lues = propositions({ connexions } as never, classe as never, [
      { personne: 't', prenom: 'Tom', nom: 'Okafor' },
    ])
    expect([...lues.values()]).toEqual([null, 'i1', undefined])
  })
  it('les connexions réunies ne dépassent jamais la demi-journée, et deux appareils ne comptent pas double', () => {
    const seance = { debut: new Date('2026-11-24T08:00:00Z'), fin: new Date('2026-11-24T11:30:00Z') }
    const a = (m: number) => new Date(seance.debut.getTime() + m * 60_000)
    const c = (x: number, y: number) => ({ debutLe: a(x), finLe: a(y), minutes: y - x })
    expect(minutesDansLaSeance([c(-10, 60), c(30, 90), c(200, 400)], seance)).toBe(100)
    expect(minutesDansLaSeance([{ debutLe: null, finLe: null, minutes: 500 }], seance)).toBe(210)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -300, max: 600 }), fc.nat(400)), { maxLength: 8 }),
        (xs) => {
          const m = minutesDansLaSeance(
            xs.map(([x, d]) => c(x, x + d)),
            seance,
          )
          expect(m).toBeGreaterThanOrEqual(0)
          expect(m).toBeLessThanOrEqual(210)
        },
      ),
    )
  })
})
