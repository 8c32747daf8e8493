// Long parce que la synchronisation, ses attaques et ce que la feuille en dit partagent un appareil d’essai et une base.
/** Signer sans réseau : la synchronisation sur la vraie base, sous le rôle restreint. */
import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { appareilsDe, rapportsDe } from '../db/appareils.ts'
import { verifierEnBase } from '../db/registre.ts'
import { relireSuite } from '../domain/hors-ligne.ts'
import { lireEntree } from '../domain/lire-entree.ts'
import { cloreLaFeuille, noterAbsence, noterMinutes, type Qui, regulariser } from '../gestes/composer.ts'
import { composerFeuille } from '../gestes/composer-feuille.ts'
import { emporter, inscrireAppareil } from '../gestes/emporter.ts'
import { type Envoi, retirerAppareil, synchroniser } from '../gestes/hors-ligne.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { ouvrirTablette, signerSurTablette } from '../gestes/tablette.ts'
import { unAppareil } from './appareil.ts'
import {
  acces,
  clesDEssai,
  poserSessionDEssai,
  type ServicesDEssai,
  type SessionDEssai,
  servicesDe,
  type Voulu,
} from './session-d-essai.ts'

const base = await baseNeuve()
const depuis = { ip: '192.0.2.7', agent: 'essai' }
const pendant = '2026-11-24T08:10:00.000Z'
const apres = '2026-11-24T18:00:00Z'

const preparer = async (voulu: Voulu = {}) => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, voulu))
  const services = servicesDe(base, fil, '2026-11-24T07:00:00Z')
  const qui: Qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const [seance] = fil.seances
  const [inscription] = fil.inscriptions
  if (!seance || !inscription) throw new Error('fil vide')
  const appareil = await unAppareil(services, qui)
  return { fil, services, qui, seance, inscription, appareil, ou: { session: fil.session, seance } }
}
type Pret = Awaited<ReturnType<typeof preparer>>

const envoyer = (
  p: Pret,
  envois: readonly Envoi[],
  { quand = apres, ecartMs = 0, qui = p.qui, appareil = p.appareil.id } = {},
) => {
  const services = p.services.a(quand)
  return synchroniser(services, qui, {
    appareil,
    horloge: new Date(services.clock.now().getTime() + ecartMs),
    envois,
    ...depuis,
  })
}
const issues = async (r: ReturnType<typeof envoyer>) => {
  const rendu = await r
  if (!rendu.ok) return rendu.error.code
  return rendu.value.map((x) => ('refus' in x ? x.refus.code : x.issue))
}
const entrees = async (fil: SessionDEssai) => {
  const { rows } = await base.maintenance((tx) =>
    sql<{
      contenu: string
    }>`select contenu from emargement.maillon where organisme_id = ${fil.organisme} order by numero`.execute(
      tx,
    ),
  )
  return rows.map((r) => {
    const lue = lireEntree(r.contenu)
    if (!lue.ok) throw new Error(lue.error.phrase)
    return lue.value
  })
}
const etats = async (p: Pret, services: ServicesDEssai = p.services) =>
  (await lireFeuille(services, acces, p.ou))?.cases.map((c) => c.presence.etat)
const signer = (p: Pret, inscription: string = p.inscription, faitLe = pendant) =>
  p.appareil.faire({ seance: p.seance, inscription, geste: 'presence', faitLe })

describe('Emporter', () => {
  it('ne donne que ses demi-journées des prochains jours : les noms et l’état de chacun', async () => {
    const p = await preparer()
    expect(p.appareil.emport.feuilles).toHaveLength(1)
    const [f] = p.appareil.emport.feuilles
    expect(Object.keys(f?.cases[0] ?? {}).sort()).toEqual(['etat', 'inscription', 'minutes', 'nom', 'prenom'])
    expect(f?.fermeLe).toBe('2026-11-24T13:30:00.000Z')
    const autre: Qui = { acces, id: randomUUID() as Qui['id'], nom: 'Une autre' }
    const chezElle = servicesDe(base, { ...p.fil, personne: autre.id }, '2026-11-24T07:00:00Z')
    expect(
      await emporter(chezElle, autre, { appareil: p.appareil.id, horloge: new Date(), rang: 0, tete: null }),
    ).toMatchObject({
      error: { code: 'introuvable' },
    })
    expect((await unAppareil(chezElle, autre)).emport.feuilles).toEqual([])
  })
  it('sans compte de formateur, qui prépare la session l’emporte et la rapporte ; qui ne supplée pas, jamais', async () => {
    const p = await preparer({ formateur: null })
    expect(p.appareil.emport.feuilles).toEqual([])
    const qui: Qui = { ...p.qui, nom: 'Léa Pin', supplee: true }
    const sien = await unAppareil(p.services, qui)
    expect(sien.emport.feuilles.map((f) => f.seance)).toEqual([p.seance])
    const signe = await signer({ ...p, appareil: sien })
    expect(await issues(envoyer(p, [signe], { qui, appareil: sien.id }))).toEqual(['retenue'])
    expect(await etats(p)).toContain('signee')
    // Celle qu’un compte anime reste à lui.
    const tenue = await preparer()
    const autre: Qui = { acces, id: randomUUID() as Qui['id'], nom: 'Une autre', supplee: true }
    const chezElle = servicesDe(base, { ...tenue.fil, personne: autre.id }, '2026-11-24T07:00:00Z')
    expect((await unAppareil(chezElle, autre)).emport.feuilles).toEqual([])
  })
  it('une clé hors de la courbe ne s’inscrit pas ; la même deux fois rend le même appareil', async () => {
    const p = await preparer()
    const fausse = new Uint8Array(65).fill(9)
    fausse[0] = 4
    expect(await inscrireAppareil(p.services, p.qui, { cle: fausse, nom: 'x' })).toMatchObject({
      error: { code: 'cle-refusee' },
    })
    expect(await inscrireAppareil(p.services, p.qui, { cle: p.appareil.cle, nom: 'x' })).toMatchObject({
      value: { id: p.appareil.id, nom: 'Téléphone de Tom' },
    })
  })
})

describe('Synchroniser', () => {
  it('deux signatures : la feuille les tient à l’heure de l’appareil, le registre garde les deux heures et la suite', async () => {
    const p = await preparer()
    const [une, deux] = [await signer(p), await signer(p, p.fil.inscriptions[1], '2026-11-24T08:12:00.000Z')]
    expect(await issues(envoyer(p, [une, deux], { ecartMs: -90_000 }))).toEqual(['retenue', 'retenue'])
    expect(await etats(p)).toEqual(['signee', 'signee'])
    const [a, b] = await entrees(p.fil)
    expect(a).toMatchObject({
      genre: 'presence',
      horsLigne: true,
      porte: 'tablette',
      identification: 'initiales',
      attestation: true,
      etat: 'presente',
      faitLe: pendant,
      horloges: { appareil: pendant, serveur: new Date(apres).toISOString() },
      appareil: { id: p.appareil.id, rang: 1, precedente: null },
    })
    expect(b?.appareil).toMatchObject({ rang: 2, precedente: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await base.enTantQue(p.fil.organisme, {}, (tx) => rapportsDe(tx, p.seance))).toMatchObject([
      { issue: 'retenue', ecartMs: -90_000 },
      { issue: 'retenue' },
    ])
    expect(
      await base.enTantQue(p.fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey)),
    ).toMatchObject({ ok: true, maillons: 2, illisibles: 0 })
  })
  it('rejouer, en désordre, quarante fois au même instant, ne change rien et rend les mêmes reçus', async () => {
    const p = await preparer()
    const envois = [await signer(p), await signer(p, p.fil.inscriptions[1])]
    await Promise.all(Array.from({ length: 20 }, (_, i) => envoyer(p, i % 2 ? envois : envois.toReversed())))
    const encore = await envoyer(p, envois)
    expect(encore).toMatchObject({
      value: [
        { deja: true, issue: 'retenue' },
        { deja: true, issue: 'retenue' },
      ],
    })
    expect(await entrees(p.fil)).toHaveLength(2)
  })
  it('deux appareils, la même demi-journée : la première vaut, la seconde est un doublon qui vise la première', async () => {
    const p = await preparer({ stagiaires: 1 })
    const second = await unAppareil(p.services, p.qui, 'Tablette de la salle')
    const ici = await signer(p)
    const la = await second.faire({
      seance: p.seance,
      inscription: p.inscription,
      geste: 'presence',
      faitLe: pendant,
    })
    const recus = (
      await Promise.all([issues(envoyer(p, [ici])), issues(envoyer(p, [la], { appareil: second.id }))])
    ).flat()
    expect(recus.sort()).toEqual(['doublon', 'retenue'])
    expect((await entrees(p.fil)).map((e) => [e.doublon, e.vise])).toEqual([
      [false, []],
      [true, [1]],
    ])
    expect((await lireFeuille(p.services, acces, p.ou))?.doublons.get(p.inscription)).toBe(1)
  })
  it('en ligne d’abord, puis l’appareil : doublon ; l’entrée reste, la case ne change pas', async () => {
    const p = await preparer({ stagiaires: 1 })
    const s = p.services.a('2026-11-24T08:30:00Z')
    const t = await ouvrirTablette(s, p.qui, p.ou)
    if (!t.ok) throw new Error(t.error.code)
    await signerSurTablette(s, t.value.jeton, {
      inscription: p.inscription,
      initiales: 'AP',
      envoi: randomUUID(),
      ...depuis,
    })
    expect(await issues(envoyer(p, [await signer(p)]))).toEqual(['doublon'])
    expect(await etats(p)).toEqual(['signee'])
  })
  it.each([
    ['avant l’ouverture', '2026-11-24T07:59:59.000Z', 0, apres, 'hors-fenetre'],
    ['après la fermeture', '2026-11-24T13:30:01.000Z', 0, apres, 'hors-fenetre'],
    ['à la dernière seconde', '2026-11-24T13:30:00.000Z', 0, apres, 'retenue'],
    ['d’une horloge en retard d’une heure', pendant, -3_600_000, apres, 'horloge'],
    ['datée de demain', '2026-11-25T08:10:00.000Z', 0, apres, 'horloge'],
    ['reçue huit jours après', pendant, 0, '2026-12-02T18:00:00Z', 'tardive'],
  ])('une signature %s', async (_, faitLe, ecartMs, quand, issue) => {
    const p = await preparer({ stagiaires: 1 })
    const envoi = await signer(p, p.inscription, faitLe)
    expect(await issues(envoyer(p, [envoi], { ecartMs, quand }))).toEqual([issue])
    expect(await etats(p)).toEqual([issue === 'retenue' ? 'signee' : 'attendue'])
    const [e] = await entrees(p.fil)
    // Gardée sans effet : l’entrée est au registre, elle ne change pas la case.
    expect(e).toMatchObject({
      genre: 'presence',
      horsLigne: true,
      etat: issue === 'retenue' ? 'presente' : null,
    })
    expect(await issues(envoyer(p, [envoi], { quand: apres }))).toEqual([issue])
  })
  it('feuille close, absence déjà notée : l’entrée est gardée, la feuille ne change pas', async () => {
    const p = await preparer()
    await noterAbsence(p.services.a('2026-11-24T09:00:00Z'), p.qui, {
      ...p.ou,
      inscription: p.inscription,
      motif: 'inconnu',
    })
    expect(await issues(envoyer(p, [await signer(p)]))).toEqual(['deja-statuee'])
    const [, autre] = p.fil.inscriptions
    if (!autre) throw new Error('fil')
    await noterAbsence(p.services.a('2026-11-24T09:00:00Z'), p.qui, {
      ...p.ou,
      inscription: autre,
      motif: 'inconnu',
    })
    await cloreLaFeuille(p.services.a('2026-11-24T12:00:00Z'), p.qui, { ...p.ou, ...depuis })
    expect(await issues(envoyer(p, [await signer(p, autre)]))).toEqual(['feuille-close'])
  })
  it('l’absence et la contresignature du formateur, sans réseau elles aussi', async () => {
    const p = await preparer()
    const [, autre] = p.fil.inscriptions
    const envois = [
      await signer(p),
      await p.appareil.faire({
        seance: p.seance,
        inscription: autre ?? '',
        geste: 'absence',
        faitLe: '2026-11-24T09:00:00.000Z',
        motif: 'transport',
      }),
      await p.appareil.faire({
        seance: p.seance,
        geste: 'contresignature',
        faitLe: '2026-11-24T11:31:00.000Z',
      }),
    ]
    expect(await issues(envoyer(p, envois))).toEqual(['retenue', 'retenue', 'retenue'])
    const vue = await lireFeuille(p.services, acces, p.ou)
    expect(vue?.cases.map((c) => [c.presence.etat, c.absence])).toEqual([
      ['absente', 'transport'],
      ['signee', null],
    ])
    expect(vue?.contresignatures).toMatchObject([{ nom: 'Tom Okafor', suppleance: false }])
    expect((await entrees(p.fil)).map((e) => [e.genre, e.vise])).toEqual([
      ['presence', []],
      ['absence', []],
      ['contresignature', [1, 2]],
    ])
    expect(await cloreLaFeuille(p.services.a(apres), p.qui, { ...p.ou, ...depuis })).toMatchObject({
      ok: true,
    })
  })
})

describe('Les minutes perdues, sans réseau', () => {
  it('se notent sur une présence, la complètent, et laissent la signature telle quelle ; rejouées, rien de plus', async () => {
    const p = await preparer()
    const [, autre = ''] = p.fil.inscriptions
    const perdre = (inscription: string, minutes: { retard: number; depart: number }, faitLe: string) =>
      p.appareil.faire({ seance: p.seance, inscription, geste: 'retard', faitLe, minutes })
    const envois = [
      await signer(p),
      await perdre(p.inscription, { retard: 10, depart: 0 }, '2026-11-24T08:20:00.000Z'),
      await perdre(autre, { retard: 5, depart: 0 }, '2026-11-24T08:21:00.000Z'),
      await perdre(p.inscription, { retard: 10, depart: 20 }, '2026-11-24T11:20:00.000Z'),
      await p.appareil.faire({
        seance: p.seance,
        geste: 'contresignature',
        faitLe: '2026-11-24T11:31:00.000Z',
      }),
    ]
    const attendu = ['retenue', 'retenue', 'sans-presence', 'retenue', 'retenue']
    expect(await issues(envoyer(p, envois))).toEqual(attendu)
    expect(await issues(envoyer(p, envois))).toEqual(attendu)
    const vue = await lireFeuille(p.services, acces, p.ou)
    const ici = vue?.cases.find((c) => c.inscription === p.inscription)
    expect(ici).toMatchObject({
      minutes: { retard: 10, depart: 20 },
      regularisee: false,
      presence: { etat: 'signee', signeeLe: new Date(pendant) },
    })
    expect((await entrees(p.fil)).map((e) => [e.genre, e.etat, e.minutes, e.vise])).toEqual([
      ['presence', 'presente', null, []],
      ['retard', 'presente', { retard: 10, depart: 0 }, [1]],
      ['retard', null, { retard: 5, depart: 0 }, []],
      ['retard', 'presente', { retard: 10, depart: 20 }, [2]],
      ['contresignature', null, null, [4]],
    ])
    // La feuille imprimée dit encore « hors ligne », et les minutes ; l’appareil réemporte ce qui est noté.
    const donnees = await base.enTantQue(p.fil.organisme, { personne: p.fil.personne }, (tx) =>
      composerFeuille(p.services, tx, p.fil.session),
    )
    expect(donnees?.stagiaires.flatMap((s) => Object.values(s.presences))).toContainEqual(
      expect.objectContaining({ etat: 'hors-ligne', a: '09:10', retardMinutes: 10, departMinutes: 20 }),
    )
    const encore = await p.appareil.reprendre(p.services.a(apres))
    expect(encore.ok && encore.value.feuilles[0]?.cases.map((c) => c.minutes)).toContainEqual({
      retard: 10,
      depart: 20,
    })
  })
  it('celles notées au bureau entre-temps restent ; les siennes sont au registre, sans effet, et la feuille le dit', async () => {
    const p = await preparer({ stagiaires: 1 })
    expect(await issues(envoyer(p, [await signer(p)], { quand: '2026-11-24T08:30:00Z' }))).toEqual([
      'retenue',
    ])
    const motif = 'Retard de train'
    expect(
      await noterMinutes(p.services.a('2026-11-24T08:40:00Z'), p.qui, {
        ...p.ou,
        inscription: p.inscription,
        retard: 5,
        depart: 0,
        motif,
      }),
    ).toMatchObject({ ok: true })
    const tard = await p.appareil.faire({
      seance: p.seance,
      inscription: p.inscription,
      geste: 'retard',
      faitLe: '2026-11-24T08:35:00.000Z',
      minutes: { retard: 15, depart: 0 },
    })
    expect(await issues(envoyer(p, [tard]))).toEqual(['deja-statuee'])
    const vue = await lireFeuille(p.services, acces, p.ou)
    expect(vue?.cases[0]?.minutes).toEqual({ retard: 5, depart: 0 })
    expect(vue?.rapports.at(-1)).toMatchObject({ geste: 'retard', issue: 'deja-statuee' })
  })
})

describe('Le temps ne se raconte pas après coup', () => {
  it('le lendemain, un appareil neuf à l’horloge reculée : deux demi-journées signées et contresignées, rien ne compte', async () => {
    const p = await preparer({
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    })
    // Le 25, on prépare un appareil neuf, on coupe, on met son horloge au 24.
    const lendemain = '2026-11-25T09:00:00Z'
    const neuf = await unAppareil(p.services.a(lendemain), p.qui, 'Tablette neuve')
    const envois: Envoi[] = []
    for (const [i, seance] of p.fil.seances.entries()) {
      const heure = i === 0 ? '08:02' : '12:35'
      for (const inscription of p.fil.inscriptions)
        envois.push(
          await neuf.faire({
            seance,
            inscription,
            geste: 'presence',
            faitLe: `2026-11-24T${heure}:00.000Z`,
          }),
        )
      envois.push(await neuf.faire({ seance, geste: 'contresignature', faitLe: '2026-11-24T16:01:00.000Z' }))
    }
    const rendus = await issues(envoyer(p, envois, { quand: '2026-11-25T09:30:00Z', appareil: neuf.id }))
    expect(rendus).toEqual(envois.map(() => 'avant-emport'))
    expect(await etats(p)).toEqual(['attendue', 'attendue'])
    // Tout est gardé : six entrées, sans effet ; celles qui contresignent ne visent rien.
    expect((await entrees(p.fil)).map((e) => [e.etat, e.vise])).toEqual(envois.map(() => [null, []]))
    for (const seance of p.fil.seances) {
      expect((await lireFeuille(p.services, acces, { ...p.ou, seance }))?.contresignatures).toEqual([])
      expect(
        await cloreLaFeuille(p.services.a('2026-11-25T09:40:00Z'), p.qui, { ...p.ou, seance, ...depuis }),
      ).toMatchObject({ error: { code: 'non-statuees' } })
    }
  })
  it('la même contresignature, sur des présences déjà là : refusée, elle ne vise rien ; comptée, elle les vise', async () => {
    const p = await preparer({ stagiaires: 1 })
    expect(await issues(envoyer(p, [await signer(p)], { quand: '2026-11-24T09:00:00Z' }))).toEqual([
      'retenue',
    ])
    const neuf = await unAppareil(p.services.a('2026-11-25T09:00:00Z'), p.qui, 'Tablette neuve')
    const geste = { seance: p.seance, geste: 'contresignature', faitLe: '2026-11-24T11:31:00.000Z' } as const
    const quand = '2026-11-25T09:30:00Z'
    expect(await issues(envoyer(p, [await neuf.faire(geste)], { quand, appareil: neuf.id }))).toEqual([
      'avant-emport',
    ])
    expect((await lireFeuille(p.services, acces, p.ou))?.contresignatures).toEqual([])
    expect(await issues(envoyer(p, [await p.appareil.faire(geste)], { quand }))).toEqual(['retenue'])
    expect((await entrees(p.fil)).map((e) => [e.genre, e.vise])).toEqual([
      ['presence', []],
      ['contresignature', []],
      ['contresignature', [1]],
    ])
  })
  it('le jeton d’emport est signé, et ne change plus : réemportée le lendemain, la feuille garde sa première heure', async () => {
    const p = await preparer()
    const [f] = p.appareil.emport.feuilles
    const jeton = JSON.parse(f?.jeton ?? '{}')
    expect(jeton).toEqual({
      format: 'coforme-emport/1',
      organisme: p.fil.organisme,
      appareil: p.appareil.id,
      seance: p.seance,
      feuille: f?.feuille,
      emporteLe: '2026-11-24T07:00:00.000Z',
      jusqua: '2026-11-24T13:30:00.000Z',
      rang: 0,
    })
    const cle = createPublicKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(clesDEssai.publicKey).toString('base64url') },
    })
    expect(verify(null, Buffer.from(f?.jeton ?? ''), cle, Buffer.from(f?.jetonSigne ?? '', 'hex'))).toBe(true)
    const encore = await p.appareil.reprendre(p.services.a('2026-11-25T09:00:00Z'))
    expect(encore).toMatchObject({ value: { feuilles: [{ jeton: f?.jeton, jetonSigne: f?.jetonSigne }] } })
  })
  it('emportée la veille, revue en ligne le lendemain : ce qui est signé ensuite pour hier ne compte pas', async () => {
    const p = await preparer({ stagiaires: 1 })
    await p.appareil.reprendre(p.services.a('2026-11-25T09:00:00Z'))
    expect(await issues(envoyer(p, [await signer(p)], { quand: '2026-11-25T09:30:00Z' }))).toEqual([
      'avant-emport',
    ])
    expect(await etats(p)).toEqual(['attendue'])
  })
  it('un geste ôté de l’envoi, une horloge qui recule : gardés, montrés, jamais comptés', async () => {
    const p = await preparer({ stagiaires: 4 })
    const [a, b, c, d] = p.fil.inscriptions
    const premier = await signer(p, a, '2026-11-24T10:00:00.000Z')
    const recule = await signer(p, b, '2026-11-24T08:30:00.000Z')
    await signer(p, c, '2026-11-24T10:05:00.000Z')
    const apresTrou = await signer(p, d, '2026-11-24T10:06:00.000Z')
    expect(await issues(envoyer(p, [premier, recule, apresTrou]))).toEqual(['retenue', 'recul', 'rang'])
    expect((await etats(p))?.filter((e) => e === 'signee')).toHaveLength(1)
    // Réattestée avec un motif : la feuille la compte, sous le visa de qui forme.
    expect(
      await regulariser(p.services.a(apres), p.qui, {
        ...p.ou,
        inscription: b as Pret['inscription'],
        motif: 'Vue en salle',
      }),
    ).toMatchObject({ ok: true })
    expect((await etats(p))?.filter((e) => e === 'signee')).toHaveLength(2)
  })
  it('une horloge fausse de trois heures, la même du début à la fin : comptée, à l’heure juste', async () => {
    const p = await preparer({ stagiaires: 1 })
    const faux = await unAppareil(p.services, p.qui, 'Vieille tablette', 3 * 3_600_000)
    const g = await faux.faire({
      seance: p.seance,
      inscription: p.inscription,
      geste: 'presence',
      faitLe: '2026-11-24T11:10:00.000Z',
    })
    expect(await issues(envoyer(p, [g], { appareil: faux.id, ecartMs: 3 * 3_600_000 }))).toEqual(['retenue'])
    expect((await entrees(p.fil))[0]).toMatchObject({
      faitLe: pendant,
      horloges: { appareil: '2026-11-24T11:10:00.000Z', serveur: new Date(apres).toISOString() },
    })
  })
})

describe('Ce qui n’entre pas', () => {
  it('forgée, altérée, d’un autre appareil, d’une autre séance, d’un autre inscrit : une phrase, et rien au registre', async () => {
    const p = await preparer()
    const autreSession = await preparer()
    const bonne = await signer(p)
    const touche = { ...bonne, texte: bonne.texte.replace('08:10', '08:11') }
    const sansCle = { ...bonne, signature: new Uint8Array(64).fill(1) }
    const courte = { ...bonne, signature: new Uint8Array(3) }
    const trace = { ...bonne, trace: 'M1 1L2 2' }
    const ailleurs = await p.appareil.faire({
      seance: autreSession.seance,
      inscription: autreSession.inscription,
      geste: 'presence',
      faitLe: pendant,
    })
    const inconnu = await signer(p, randomUUID())
    const etranger = await signer(p, autreSession.inscription)
    const illisible = { ...bonne, texte: '{}' }
    expect(
      await issues(envoyer(p, [touche, sansCle, courte, trace, ailleurs, inconnu, etranger, illisible])),
    ).toEqual([
      'signature-fausse',
      'signature-fausse',
      'signature-fausse',
      'trace-autre',
      'introuvable',
      'introuvable',
      'introuvable',
      'illisible',
    ])
    expect(await entrees(p.fil)).toEqual([])
  })
  it('le même identifiant avec un autre contenu, ou celui d’une autre entrée, ne prend la place de personne', async () => {
    const p = await preparer()
    const une = await signer(p)
    await envoyer(p, [une])
    const [, autre] = p.fil.inscriptions
    const memeId = await p.appareil.faire(
      { seance: p.seance, inscription: autre ?? '', geste: 'presence', faitLe: pendant },
      { id: une.id },
    )
    expect(await issues(envoyer(p, [memeId]))).toEqual(['autre-contenu'])
    const s = p.services.a('2026-11-24T09:00:00Z')
    await noterAbsence(s, p.qui, { ...p.ou, inscription: autre as Pret['inscription'], motif: 'inconnu' })
    const { rows } = await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select id from emargement.maillon where organisme_id = ${p.fil.organisme} and numero = 2`.execute(
        tx,
      ),
    )
    const vole = await p.appareil.faire(
      { seance: p.seance, inscription: autre ?? '', geste: 'presence', faitLe: pendant },
      { id: rows[0]?.id ?? '' },
    )
    expect(await issues(envoyer(p, [vole]))).toEqual(['identifiant-pris'])
    expect(await entrees(p.fil)).toHaveLength(2)
  })
  it('un autre compte n’envoie pas d’un appareil qui n’est pas le sien, et le lui dit', async () => {
    const p = await preparer()
    const autre: Qui = { acces, id: randomUUID() as Qui['id'], nom: 'Une autre' }
    expect(await issues(envoyer(p, [await signer(p)], { qui: autre }))).toBe('autre-compte')
  })
})

describe('La feuille imprimée', () => {
  it('dit « hors ligne », et les deux heures', async () => {
    const p = await preparer({ stagiaires: 1 })
    await envoyer(p, [await signer(p)])
    const donnees = await base.enTantQue(p.fil.organisme, { personne: p.fil.personne }, (tx) =>
      composerFeuille(p.services, tx, p.fil.session),
    )
    expect(donnees?.stagiaires.map((s) => s.presences.s1)).toEqual([
      { etat: 'hors-ligne', a: '09:10', recue: '19:00' },
    ])
  })
  it('reçue un autre jour, la date se dit ; un retard noté ne la rend pas « en ligne » ; la contresignature dit aussi d’où elle vient', async () => {
    const p = await preparer({ stagiaires: 1 })
    const envois = [
      await signer(p),
      await p.appareil.faire({
        seance: p.seance,
        geste: 'contresignature',
        faitLe: '2026-11-24T11:31:00.000Z',
      }),
    ]
    const lendemain = '2026-11-25T07:00:00Z'
    expect(await issues(envoyer(p, envois, { quand: lendemain }))).toEqual(['retenue', 'retenue'])
    const motif = 'Arrivée après la pause, vue en salle'
    expect(
      await noterMinutes(p.services.a(lendemain), p.qui, {
        ...p.ou,
        inscription: p.inscription,
        retard: 15,
        depart: 0,
        motif,
      }),
    ).toMatchObject({ ok: true })
    const donnees = await base.enTantQue(p.fil.organisme, { personne: p.fil.personne }, (tx) =>
      composerFeuille(p.services.a(lendemain), tx, p.fil.session),
    )
    expect(donnees?.stagiaires.map((s) => s.presences.s1)).toEqual([
      {
        etat: 'hors-ligne',
        a: '09:10',
        recue: '08:00',
        recueLe: '2026-11-25',
        retardMinutes: 15,
        corrections: [motif],
      },
    ])
    expect(donnees?.formateurs.map((f) => f.presences.s1)).toEqual([
      { etat: 'hors-ligne', a: '12:31', recue: '08:00', recueLe: '2026-11-25', apres: 1 },
    ])
  })
})

describe('Retirer un appareil', () => {
  it('il n’emporte plus rien ; ce qu’il rapporte est gardé sans effet ; il ne revient pas', async () => {
    const p = await preparer({ stagiaires: 1 })
    const envoi = await signer(p)
    expect(await retirerAppareil(p.services, p.qui, { ...p.ou, appareil: p.appareil.id })).toMatchObject({
      ok: true,
    })
    expect(await retirerAppareil(p.services, p.qui, { ...p.ou, appareil: p.appareil.id })).toMatchObject({
      error: { code: 'deja-retire' },
    })
    expect(
      await emporter(p.services, p.qui, {
        appareil: p.appareil.id,
        horloge: new Date(),
        rang: 0,
        tete: null,
      }),
    ).toMatchObject({
      error: { code: 'appareil-retire' },
    })
    expect(await issues(envoyer(p, [envoi]))).toEqual(['appareil-retire'])
    expect(await etats(p)).toEqual(['attendue'])
    const { rows } = await base.enTantQue(p.fil.organisme, { personne: p.fil.personne }, (tx) =>
      sql`update emargement.appareil set vu_le = now() returning id`.execute(tx),
    )
    expect(rows).toEqual([])
  })
  it('un rang qui n’arrive pas se voit ; tout reçu, la suite est entière', async () => {
    const p = await preparer({ stagiaires: 3 })
    const envois = []
    for (const i of p.fil.inscriptions) envois.push(await signer(p, i))
    const suite = async () => {
      const [a] = await base.enTantQue(p.fil.organisme, {}, (tx) => appareilsDe(tx, p.seance))
      return relireSuite(a?.suite ?? [])
    }
    await envoyer(p, envois.slice(2))
    expect(await suite()).toEqual({ recues: 1, manquants: [1, 2], rompus: [] })
    await envoyer(p, envois)
    expect(await suite()).toEqual({ recues: 3, manquants: [], rompus: [] })
  })
  it.each([
    'update emargement.hors_ligne set issue = issue',
    'delete from emargement.hors_ligne',
    'delete from emargement.appareil',
    'update emargement.emport set emporte_le = now()',
    'update emargement.passage set le = le',
    'delete from emargement.geste_refuse',
  ])('« %s » : la base le refuse', async (geste) => {
    const p = await preparer()
    expect(await codeSql(() => base.enTantQue(p.fil.organisme, {}, (tx) => sql.raw(geste).execute(tx)))).toBe(
      '42501',
    )
  })
})
