import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { lireJournal } from '#platform/db/journal.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { verifierEnBase } from '../db/registre.ts'
import {
  cloreLaFeuille,
  contresignerLaSeance,
  envoyerLesLiens,
  noterAbsence,
  regulariser,
  regulariserEnsemble,
} from '../gestes/composer.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { lireLien, signerParLien } from '../gestes/par-lien.ts'
import { envoyerLien } from '../jobs/envoyer-lien.job.ts'
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
const saisie = { ip: '192.0.2.7', agent: 'essai' }

const preparer = async (voulu: Voulu = {}, instant = '2026-11-24T08:05:00Z') => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, voulu))
  return { fil, services: servicesDe(base, fil, instant) }
}
const qui = (fil: SessionDEssai) => ({ acces, id: fil.personne, nom: 'Tom Okafor' })
const premier = <T>(liste: readonly T[], rang = 0): T => {
  const v = liste[rang]
  if (v === undefined) throw new Error('la liste est trop courte')
  return v
}
const ou = (fil: SessionDEssai, rang = 0) => ({ session: fil.session, seance: premier(fil.seances, rang) })

/** Les tâches que le geste a mises en file, jouées comme le travailleur les joue. */
const jouer = async (fil: SessionDEssai, services: ServicesDEssai, fois = 1) => {
  const admin = await base.client('admin')
  const { rows } = await admin.query<{ payload: Parameters<typeof envoyerLien>[0] }>(
    `select j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'emargement.envoyer-lien' and j.payload ->> 'organisme' = $1 order by j.id`,
    [fil.organisme],
  )
  for (let i = 0; i < fois; i++) for (const { payload } of rows) await envoyerLien(payload, services)
  return rows.length
}
const jetonDe = (texte: string): string => premier(/\/emargement\/([A-Za-z0-9_-]{43})/.exec(texte) ?? [], 1)

const avecLiens = async (voulu: Voulu = {}, instant?: string) => {
  const { fil, services } = await preparer(voulu, instant)
  const r = await envoyerLesLiens(services, qui(fil), ou(fil))
  await jouer(fil, services)
  return { fil, services, r, jetons: services.courrier.map((m) => jetonDe(m.texte)) }
}

describe('Envoyer les liens', () => {
  it('un lien par personne attendue, chacun une fois même si la tâche est rejouée', async () => {
    const { fil, services } = await preparer({ stagiaires: 3 })
    expect(await envoyerLesLiens(services, qui(fil), ou(fil))).toEqual({
      ok: true,
      value: { partis: 3, sansCourriel: 0 },
    })
    expect(await jouer(fil, services, 3)).toBe(3)
    expect(services.courrier).toHaveLength(3)
    expect(new Set(services.courrier.map((m) => m.a)).size).toBe(3)
    expect(services.courrier[0]?.texte).toContain('mardi')
  })

  it('un courrier refusé n’est pas perdu : la tâche rejouée envoie le même lien', async () => {
    const { fil, services } = await preparer({ stagiaires: 1 })
    await envoyerLesLiens(services, qui(fil), ou(fil))
    const vus: string[] = []
    const panne: ServicesDEssai = {
      ...services,
      mailer: {
        send: async (m) => {
          vus.push(jetonDe(m.texte))
          throw new Error('serveur de courrier absent')
        },
        close: async () => {},
      },
    }
    await expect(jouer(fil, panne)).rejects.toThrow('serveur de courrier absent')
    await jouer(fil, services)
    expect(services.courrier.map((m) => jetonDe(m.texte))).toEqual(vus)
  })

  it('un renvoi fait un autre lien, vers la même case', async () => {
    const { fil, services, jetons } = await avecLiens({ stagiaires: 1 })
    await envoyerLesLiens(services, qui(fil), { ...ou(fil), inscription: premier(fil.inscriptions) })
    await jouer(fil, services)
    expect(services.courrier).toHaveLength(2)
    expect(jetonDe(premier(services.courrier, 1).texte)).not.toBe(jetons[0])
  })

  it('le rôle web ne fait naître aucun lien', async () => {
    const { fil } = await preparer()
    expect(
      await codeSql(() =>
        base.enTantQue(fil.organisme, {}, (tx) =>
          sql`select porte.creer_lien(sha256('x'), 'emargement', null, app.organisme(), ${fil.activite}::uuid,
            ${fil.session}::uuid, interval '1 hour')`.execute(tx),
        ),
      ),
    ).toBe('42501')
  })
})

describe('Signer par son lien', () => {
  it('inscrit la signature, rend le reçu, consomme le lien ; le second clic relit le reçu', async () => {
    const { fil, services, jetons } = await avecLiens()
    const jeton = premier(jetons)
    const ouvert = await lireLien(services, jeton)
    expect(ouvert.etat).toBe('ouvert')
    const issue = await signerParLien(services, jeton, saisie)
    if (issue.etat !== 'signe') throw new Error(issue.etat)
    expect(issue.signe.recu.numero).toBe(1)
    const second = await signerParLien(services, jeton, saisie)
    expect(second).toMatchObject({
      etat: 'servi',
      recu: { numero: 1, empreinte: issue.signe.recu.empreinte },
    })
    expect(await lireLien(services, jeton)).toMatchObject({ etat: 'servi' })
    expect(
      await base.enTantQue(fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey)),
    ).toMatchObject({
      ok: true,
      maillons: 1,
    })
    const journal = await base.enTantQue(fil.organisme, {}, (tx) => lireJournal(tx, { module: 'emargement' }))
    expect(journal.map((g) => g.geste)).toContain('signer-demi-journee')
    expect(JSON.stringify(journal)).not.toContain('Pons')
  })

  it('quarante clics au même instant font une seule signature et une seule entrée', async () => {
    const { fil, services, jetons } = await avecLiens({ stagiaires: 1 })
    const issues = await Promise.all(
      Array.from({ length: 40 }, () => signerParLien(services, premier(jetons), saisie)),
    )
    expect(issues.filter((i) => i.etat === 'signe')).toHaveLength(1)
    expect(
      issues.every(
        (i) =>
          i.etat === 'signe' || i.etat === 'servi' || (i.etat === 'refus' && i.refus.code === 'deja-signee'),
      ),
    ).toBe(true)
    const compte = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql<{ s: number; m: number; p: number }>`select (select count(*) from emargement.signature) as s,
        (select count(*) from emargement.maillon) as m, (select count(*) from emargement.prive) as p`.execute(
        tx,
      ),
    )
    expect(compte.rows[0]).toEqual({ s: 1, m: 1, p: 2 })
  })

  it('aucune donnée de personne n’entre dans la chaîne ; l’effacer ne la rompt pas', async () => {
    const { fil, services, jetons } = await avecLiens({ stagiaires: 1 })
    await signerParLien(services, premier(jetons), { ...saisie, trace: '1 1 50 50' })
    const { rows } = await base.maintenance((tx) =>
      sql<{
        contenu: string
      }>`select contenu from emargement.maillon where organisme_id = ${fil.organisme}`.execute(tx),
    )
    expect(rows[0]?.contenu).not.toMatch(/Pons|Agathe|192\.0\.2|50 50/)
    expect(JSON.parse(rows[0]?.contenu ?? '{}').engagements).toMatchObject({
      identite: expect.stringMatching(/^[0-9a-f]{64}$/),
      connexion: expect.stringMatching(/^[0-9a-f]{64}$/),
      trace: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    await base.maintenance((tx) =>
      sql`delete from emargement.prive where organisme_id = ${fil.organisme}`.execute(tx),
    )
    expect(
      await base.enTantQue(fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey)),
    ).toMatchObject({ ok: true })
  })

  it.each([
    ['avant le début, à La Réunion', '2026-11-24T04:59:00Z', 'hors-fenetre'],
    ['au début, à La Réunion (5 h en temps universel)', '2026-11-24T05:00:00Z', 'signe'],
    ['longtemps après la fin', '2026-11-24T18:00:00Z', 'hors-fenetre'],
  ])('%s', async (_, instant, attendu) => {
    const { services, jetons } = await avecLiens(
      { zone: 'Indian/Reunion', stagiaires: 1 },
      '2026-11-24T03:00:00Z',
    )
    const issue = await signerParLien(services.a(instant), premier(jetons), saisie)
    expect(issue.etat === 'refus' ? issue.refus.code : issue.etat).toBe(attendu)
    // Un refus ne consomme pas le lien.
    if (issue.etat === 'refus') expect((await lireLien(services, premier(jetons))).etat).toBe('ouvert')
  })

  it('un lien inventé, ou d’un autre usage, n’ouvre rien', async () => {
    const { services } = await preparer()
    expect(await lireLien(services, 'A'.repeat(43))).toEqual({ etat: 'mort' })
    expect(await signerParLien(services, 'A'.repeat(43), saisie)).toEqual({ etat: 'mort' })
  })
})

describe('Tenir la feuille', () => {
  const apres = '2026-11-24T17:30:00Z'

  it('absence, régularisation, clôture : une entrée chacune, un jalon signé à la clôture', async () => {
    const { fil, services } = await avecLiens({ stagiaires: 3 })
    const sien = services.courrier.find((m) => m.a === 's0@exemple.example')
    await signerParLien(services, jetonDe(sien?.texte ?? ''), saisie)
    const tard = services.a(apres)
    const [, deux, trois] = fil.inscriptions
    if (!deux || !trois) throw new Error('inscriptions')
    expect(await cloreLaFeuille(tard, qui(fil), { ...ou(fil), ...saisie })).toMatchObject({
      error: { code: 'non-statuees' },
    })
    expect(
      await noterAbsence(tard, qui(fil), { ...ou(fil), inscription: deux, motif: 'justificatif-remis' }),
    ).toMatchObject({ value: { numero: 2 } })
    expect(
      await regulariser(tard, qui(fil), { ...ou(fil), inscription: trois, motif: 'court' }),
    ).toMatchObject({ error: { code: 'motif-exige' } })
    expect(
      await regulariser(tard, qui(fil), {
        ...ou(fil),
        inscription: trois,
        motif: 'Téléphone déchargé, vue en salle',
      }),
    ).toMatchObject({ value: { numero: 3 } })
    expect(await cloreLaFeuille(tard, qui(fil), { ...ou(fil), ...saisie })).toMatchObject({
      value: { presents: 2, absents: 1, recu: { numero: 5 } },
    })
    expect(await cloreLaFeuille(tard, qui(fil), { ...ou(fil), ...saisie })).toMatchObject({
      error: { code: 'deja-close' },
    })
    expect(
      await base.enTantQue(fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey)),
    ).toMatchObject({
      ok: true,
      maillons: 5,
      jalons: 1,
    })
    // Feuille close, absence notée par erreur : une correction s’ajoute, rien n’est effacé.
    expect(
      await regulariser(tard, qui(fil), {
        ...ou(fil),
        inscription: deux,
        motif: 'Absence notée par erreur de ligne',
      }),
    ).toMatchObject({ value: { numero: 6 } })
    const vue = await lireFeuille(tard, acces, ou(fil))
    expect(vue?.cases.map((c) => [c.presence.etat, c.regularisee])).toContainEqual(['signee', true])
    const genres = await base.maintenance((tx) =>
      sql<{
        g: string
      }>`select contenu::jsonb ->> 'genre' as g from emargement.maillon where organisme_id = ${fil.organisme} order by numero`.execute(
        tx,
      ),
    )
    expect(genres.rows.map((r) => r.g)).toEqual([
      'presence',
      'absence',
      'regularisation',
      'contresignature',
      'cloture',
      'correction',
    ])
  })

  it('ce qui s’inscrit après « Contresigner sans clore » est contresigné à la clôture', async () => {
    const { fil, services } = await preparer({ stagiaires: 2 })
    const tard = services.a('2026-11-24T18:00:00Z')
    const motif = 'Vue en salle, sans téléphone'
    await regulariser(tard, qui(fil), { ...ou(fil), inscription: premier(fil.inscriptions), motif })
    expect(await contresignerLaSeance(tard, qui(fil), { ...ou(fil), ...saisie })).toMatchObject({ ok: true })
    expect(await contresignerLaSeance(tard, qui(fil), { ...ou(fil), ...saisie })).toMatchObject({
      error: { code: 'deja-contresignee' },
    })
    await regulariser(tard, qui(fil), { ...ou(fil), inscription: premier(fil.inscriptions, 1), motif })
    expect((await lireFeuille(tard, acces, ou(fil)))?.contresignatures.map((c) => c.apres)).toEqual([1])
    expect(await cloreLaFeuille(tard, qui(fil), { ...ou(fil), ...saisie })).toMatchObject({ ok: true })
    // Deux contresignatures : la seconde vise aussi ce qui était venu après la première.
    const { rows } = await base.maintenance((tx) =>
      sql<{ c: { genre: string; vise: number[] } }>`select contenu::jsonb as c from emargement.maillon
        where organisme_id = ${fil.organisme} order by numero`.execute(tx),
    )
    expect(rows.map(({ c }) => [c.genre, c.vise])).toEqual([
      ['regularisation', []],
      ['contresignature', [1]],
      ['regularisation', []],
      ['contresignature', [1, 3]],
      ['cloture', []],
    ])
  })

  it('la salle a signé sur papier : ceux qui restent se régularisent d’un motif, une entrée chacun, une seule fois', async () => {
    const { fil, services } = await preparer({ stagiaires: 5 })
    const motif = 'Signé sur papier, le réseau manquait.'
    const ceux = fil.inscriptions
    const ensemble = (s: ServicesDEssai, plus: Partial<{ motif: string; ceux: typeof ceux }> = {}) =>
      regulariserEnsemble(s, qui(fil), { ...ou(fil), motif, ceux, ...plus })
    expect(await ensemble(services)).toMatchObject({ error: { code: 'seance-non-finie' } })
    const tard = services.a(apres)
    expect(await ensemble(tard, { motif: 'court' })).toMatchObject({ error: { code: 'motif-exige' } })
    expect(await ensemble(tard, { ceux: [] })).toMatchObject({ error: { code: 'entre-temps' } })
    // L’absent reste absent, et qui n’était pas sur la page n’est pas attesté.
    expect(
      await noterAbsence(tard, qui(fil), { ...ou(fil), inscription: premier(ceux), motif: 'inconnu' }),
    ).toMatchObject({ ok: true })
    const vus = ceux.slice(0, 4)
    const deux = await Promise.all([ensemble(tard, { ceux: vus }), ensemble(tard, { ceux: vus })])
    expect(deux.map((r) => (r.ok ? r.value : r.error.code)).toSorted()).toEqual([3, 'entre-temps'])
    const vue = await lireFeuille(tard, acces, ou(fil))
    expect(vue?.cases.map((c) => c.presence.etat).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'absente',
      'attendue',
      'signee',
      'signee',
      'signee',
    ])
    expect(vue?.cases.filter((c) => c.regularisee).map((c) => c.motif)).toEqual([motif, motif, motif])
    expect(
      await base.enTantQue(fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey)),
    ).toMatchObject({ ok: true, maillons: 4 })
    const voisin = await preparer({ stagiaires: 1 }, apres)
    expect(
      await regulariserEnsemble(voisin.services, qui(voisin.fil), { ...ou(fil), motif, ceux }),
    ).toMatchObject({ error: { code: 'introuvable' } })
  })

  it('une queue coupée sous le jalon se voit', async () => {
    const { fil, services, jetons } = await avecLiens({ stagiaires: 1 })
    await signerParLien(services, premier(jetons), saisie)
    await cloreLaFeuille(services.a(apres), qui(fil), { ...ou(fil), ...saisie })
    await base.maintenance(async (tx) => {
      await sql`update emargement.jalon set contenu = replace(contenu, '"numero":3', '"numero":1') where organisme_id = ${fil.organisme}`.execute(
        tx,
      )
    })
    const v = await base.enTantQue(fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey))
    expect(v.ruptures[0]).toEqual({ code: 'jalon-non-signe', numero: 3 })
  })

  it('signer et être noté absent au même instant : l’un des deux gagne, jamais les deux', async () => {
    for (let i = 0; i < 5; i++) {
      const { fil, services, jetons } = await avecLiens({ stagiaires: 1 })
      const inscription = premier(fil.inscriptions)
      const issues = await Promise.all([
        signerParLien(services, premier(jetons), saisie),
        noterAbsence(services, qui(fil), { ...ou(fil), inscription, motif: 'inconnu' }),
      ])
      const n = await base.enTantQue(fil.organisme, {}, (tx) =>
        sql<{
          n: number
        }>`select (select count(*) from emargement.signature) + (select count(*) from emargement.absence) as n`.execute(
          tx,
        ),
      )
      expect(n.rows[0]?.n, JSON.stringify(issues)).toBe(1)
    }
  })

  it('un voisin ne voit ni ne touche la feuille d’un autre, et reçoit la même réponse que pour une absente', async () => {
    const a = await avecLiens()
    const b = await preparer()
    const chezB = b.services
    expect(await lireFeuille(chezB, acces, ou(a.fil))).toBeUndefined()
    const inscription = premier(a.fil.inscriptions)
    for (const r of [
      await noterAbsence(chezB, qui(b.fil), { ...ou(a.fil), inscription, motif: 'inconnu' }),
      await regulariser(chezB, qui(b.fil), { ...ou(a.fil), inscription, motif: 'Une phrase assez longue' }),
      await cloreLaFeuille(chezB, qui(b.fil), { ...ou(a.fil), ...saisie }),
      await envoyerLesLiens(chezB, qui(b.fil), ou(a.fil)),
    ])
      expect(r).toMatchObject({ ok: false, error: { code: 'introuvable' } })
  })

  it('une autre enseigne de la même coopérative ne voit pas la feuille', async () => {
    const { fil } = await preparer()
    const services = servicesDe(base, fil, apres, [])
    expect(await lireFeuille(services, acces, ou(fil))).toBeUndefined()
  })
})
