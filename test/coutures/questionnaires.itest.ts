// Long parce qu’un questionnaire s’y suit d’un trait : composé, figé, envoyé, répondu, relancé, lu, suivi, publié.
/** Les questionnaires sur une vraie base : sous le rôle restreint, par les vraies portes des liens et des tâches. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile, dateCivile } from '#kernel/dates.ts'
import { derivedToken } from '#platform/auth/token.ts'
import { newId } from '#platform/db/index.ts'
import type { JobPayload } from '#platform/jobs/jobs.ts'
import { prisesDesQuestionnaires } from '../../src/app/prises.ts'
import { poserAdhesion, poserCompte } from '../../src/modules/comptes/test/comptes.ts'
import {
  clesDEssai,
  poserSessionDEssai,
  type SessionDEssai,
  servicesDe,
} from '../../src/modules/emargement/test/session-d-essai.ts'
import { qualite } from '../../src/modules/qualite/module.ts'
import { type DemandeDeReponse, demandesDe } from '../../src/modules/questionnaires/db/campagnes.ts'
import { amenagementsDemandes } from '../../src/modules/questionnaires/db/reponses.ts'
import { listeGenres } from '../../src/modules/questionnaires/domain/genres.ts'
import { modelesPrets } from '../../src/modules/questionnaires/domain/modeles-prets.ts'
import { envoyer } from '../../src/modules/questionnaires/jobs/envoyer.job.ts'
import { tourneeOrganisme } from '../../src/modules/questionnaires/jobs/tournee.job.ts'
import { acquisDeLaSession } from '../../src/modules/questionnaires/lecture/acquis.ts'
import { moduleQuestionnaires } from '../../src/modules/questionnaires/module.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'

const base = await baseNeuve()
const admin = await base.client('admin')
const jourDeLaSession = '2026-11-24'
const objectifs = ['Ouvrir une réunion', 'Reformuler un désaccord']

const poser = (stagiaires: number, jour = jourDeLaSession): Promise<SessionDEssai> =>
  base.maintenance(async (tx) => {
    const fil = await poserSessionDEssai(tx, { stagiaires, jour })
    const [version, tom] = [newId(), newId()]
    await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, modalite, duree_minutes, figee_le)
      select organisme_id, ${version}, activite_id, offre_id, 1, ${JSON.stringify({ objectifs })}::jsonb, intitule, nature, 'presentiel', 210, now()
        from sessions.session where organisme_id = ${fil.organisme}`.execute(tx)
    await sql`update sessions.session set version_id = ${version} where organisme_id = ${fil.organisme}`.execute(
      tx,
    )
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, courriel, pli, cree_le)
      values (${fil.organisme}, ${tom}, ${fil.activite}, 'Tom', 'Okafor', 'tom@exemple.example', 'okafor', now())`.execute(
      tx,
    )
    await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, titres, rapport, cree_le)
      values (${fil.organisme}, ${fil.activite}, ${tom}, 'Master', 'Enseigne', now())`.execute(tx)
    for (const seance of fil.seances)
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes)
        values (${fil.organisme}, ${newId()}, ${fil.activite}, ${seance}, ${tom}, ${fil.personne}, 210)`.execute(
        tx,
      )
    return fil
  })

/** Une coopérative, son application, son courrier ; l’heure et le rôle se changent. */
const monde = (fil: SessionDEssai, depart = '2026-11-24T18:00:00Z') => {
  const services = servicesDe(base, fil, depart)
  let instant = new Date(depart)
  let roles: readonly string[] = ['responsable']
  let compte = fil.personne
  const vivants = { ...services, clock: { now: () => new Date(instant) } }
  // Une autre personne que celle du fil agit sous son compte ; un lien et une tâche gardent le leur.
  const enLigne: typeof vivants = {
    ...vivants,
    db: {
      ...vivants.db,
      withTenant: (acces, work) =>
        compte === fil.personne || acces.genre === 'lien'
          ? vivants.db.withTenant(acces, work)
          : base.enTantQue(fil.organisme, { personne: compte }, work),
    },
  }
  const { app } = pagesDevant(enLigne, [moduleQuestionnaires(prisesDesQuestionnaires), qualite], () => ({
    personneId: compte,
    organisme: { id: fil.organisme, code: fil.code, nom: 'Essai' },
    roles,
  }))
  const demander = async (url: string, champs?: Readonly<Record<string, string | readonly string[]>>) => {
    const corps = new URLSearchParams()
    for (const [nom, v] of Object.entries(champs ?? {}))
      for (const x of typeof v === 'string' ? [v] : v) corps.append(nom, x)
    const r = await app.request(
      `http://localhost:3000${url}`,
      champs ? { method: 'POST', body: corps, headers: { origin: 'http://localhost:3000' } } : {},
    )
    return {
      status: r.status,
      vers: r.headers.get('location') ?? '',
      texte: (await r.text()).replace(/[\s\u00a0\u202f]+/g, ' ').replace(/name="_jeton" value="[^"]*"/g, ''),
    }
  }
  const taches = async (nom: string): Promise<JobPayload[]> => {
    const { rows } = await admin.query<{ payload: JobPayload }>(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = $1 and j.payload ->> 'organisme' = $2 order by j.id`,
      [nom, fil.organisme],
    )
    return rows.map((r) => r.payload)
  }
  return {
    fil,
    services: vivants,
    courrier: services.courrier,
    lire: (url: string) => demander(url),
    envoyer: (url: string, champs: Readonly<Record<string, string | readonly string[]>> = {}) =>
      demander(url, champs),
    aller: (quand: string) => {
      instant = new Date(quand)
    },
    comme: (r: readonly string[], qui = fil.personne) => {
      roles = r
      compte = qui
    },
    /** Joue les envois en attente ; rejoués, ils ne doivent rien changer. */
    poster: async () => {
      for (const p of await taches('questionnaires.envoyer')) await envoyer(p, vivants)
    },
    tourner: async () => tourneeOrganisme({ organisme: fil.organisme }, vivants),
    demandes: async (genre: string): Promise<DemandeDeReponse[]> => {
      const { rows } = await base.maintenance((tx) =>
        sql<{
          id: string
        }>`select id from questionnaires.campagne where organisme_id = ${fil.organisme} and genre = ${genre}`.execute(
          tx,
        ),
      )
      const [k] = rows
      return k ? base.enTantQue(fil.organisme, { personne: fil.personne }, (tx) => demandesDe(tx, k.id)) : []
    },
    campagne: async (genre: string): Promise<string> =>
      (
        await base.maintenance((tx) =>
          sql<{
            id: string
          }>`select id from questionnaires.campagne where organisme_id = ${fil.organisme} and genre = ${genre}`.execute(
            tx,
          ),
        )
      ).rows[0]?.id ?? '',
    lien: (d: DemandeDeReponse) => `/questionnaire/${derivedToken(clesDEssai, 'questionnaire', d.id)}`,
  }
}
type Monde = ReturnType<typeof monde>

const chaud = modelesPrets.chaud.contenu.questions
const idDe = (debut: string) => chaud.find((q) => q.libelle.startsWith(debut))?.id ?? ''
/** Une réponse complète au modèle à chaud, à la note donnée. */
const avis = (note: number, plus: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...Object.fromEntries(
    chaud.flatMap((q): [string, string][] =>
      q.genre === 'echelle'
        ? [[q.id, String(note)]]
        : q.genre === 'oui-non' && q.obligatoire
          ? [[q.id, 'oui']]
          : [],
    ),
  ),
  ...plus,
})
const partir = async (m: Monde, genre = 'chaud') => {
  const r = await m.envoyer(`/sessions/${m.fil.session}/questionnaires`, { genre, relancer: 'on' })
  await m.poster()
  return r
}

describe('envoyer', () => {
  let m: Monde
  beforeAll(async () => {
    m = monde(await poser(3))
  })
  it('chaque questionnaire a son jour : ni avant la fin pour un avis, ni après le début pour un besoin', async () => {
    m.aller('2026-11-23T09:00:00Z')
    expect(await partir(m)).toMatchObject({
      status: 409,
      texte: expect.stringContaining('La session finit le'),
    })
    m.aller('2026-11-24T18:00:00Z')
    expect(await partir(m, 'besoin')).toMatchObject({
      status: 409,
      texte: expect.stringContaining('La session a commencé'),
    })
    expect(await partir(m, 'inconnu')).toMatchObject({ status: 409 })
    expect(m.courrier).toHaveLength(0)
  })
  it('part une fois à chacun, avec son lien et de quoi refuser les rappels ; rejoué, rien de plus', async () => {
    const demander = () =>
      m.envoyer(`/sessions/${m.fil.session}/questionnaires`, { genre: 'chaud', relancer: 'on' })
    await Promise.all([demander(), demander()])
    await m.poster()
    await m.poster()
    expect(m.courrier.map((x) => x.a).sort()).toEqual([
      's0@exemple.example',
      's1@exemple.example',
      's2@exemple.example',
    ])
    const [premier] = m.courrier
    expect(premier?.texte).toContain('/questionnaire/')
    expect(premier?.texte).toContain('/arret')
    expect((await m.demandes('chaud')).map((d) => d.envois)).toEqual([1, 1, 1])
  })
  it('la version envoyée ne change plus, même si le modèle change ensuite', async () => {
    const { vers } = await m.envoyer('/questionnaires/prets/chaud')
    expect(vers).toMatch(/^\/questionnaires\/modeles\//)
    const page = await m.lire(vers)
    expect(page.texte).toContain('Êtes-vous satisfait'.toLowerCase().slice(1, 10))
    const avant = await m.lire(`/questionnaires/recueils/${await m.campagne('chaud')}`)
    expect(
      await m.envoyer(vers, {
        genre: 'chaud',
        titre: 'Un tout autre avis',
        parDefaut: 'on',
        revision: '1',
        'questions[0].genre': 'oui-non',
        'questions[0].libelle': 'Content ?',
        'questions[0].obligatoire': 'on',
      }),
    ).toMatchObject({ status: 303 })
    expect((await m.lire(`/questionnaires/recueils/${await m.campagne('chaud')}`)).texte).toBe(avant.texte)
    expect((await m.lire(m.lien((await m.demandes('chaud'))[0] as DemandeDeReponse))).texte).not.toContain(
      'Content ?',
    )
    expect(
      await m.envoyer(vers, {
        genre: 'chaud',
        titre: 'Deux à la fois',
        revision: '1',
        'questions[0].genre': 'oui-non',
        'questions[0].libelle': 'X ?',
      }),
    ).toMatchObject({ status: 409 })
  })
})

describe('répondre par le lien', () => {
  let m: Monde
  let [un, deux, trois] = [] as DemandeDeReponse[]
  beforeAll(async () => {
    m = monde(await poser(3))
    await partir(m)
    ;[un, deux, trois] = await m.demandes('chaud')
  })
  it('un lien faux, ou d’autre chose, ne dit rien de plus que 404', async () => {
    for (const jeton of ['x', 'a'.repeat(43), derivedToken(clesDEssai, 'emargement', un?.id ?? '')]) {
      expect(await m.lire(`/questionnaire/${jeton}`)).toMatchObject({ status: 404 })
      expect(await m.envoyer(`/questionnaire/${jeton}`, avis(5))).toMatchObject({ status: 404 })
    }
  })
  it('ce qui manque se dit, et rien de ce qui fut écrit n’est perdu : la page fermée, le brouillon revient', async () => {
    const lien = m.lien(un as DemandeDeReponse)
    const r = await m.envoyer(lien, { [idDe('Qu’avez-vous')]: 'Les jeux de rôle' })
    expect(r).toMatchObject({
      status: 422,
      texte: expect.stringContaining('Tout ce que vous avez écrit est gardé'),
    })
    expect((await m.lire(lien)).texte).toContain('Les jeux de rôle')
    expect(await m.envoyer(lien, { [idDe('Que faudrait')]: 'Plus long', geste: 'garder' })).toMatchObject({
      status: 303,
    })
    expect((await m.lire(lien)).texte).toContain('Plus long')
  })
  it('se donne une fois : la seconde, et celle d’en même temps, reçoivent une phrase', async () => {
    const lien = m.lien(un as DemandeDeReponse)
    const deuxEnvois = await Promise.all([
      m.envoyer(lien, avis(5)),
      m.envoyer(lien, avis(1, { [idDe('Qu’est-ce qui')]: 'non' })),
    ])
    expect(deuxEnvois.map((r) => r.status).sort()).toEqual([200, 409])
    expect(await m.envoyer(lien, avis(1))).toMatchObject({
      status: 409,
      texte: expect.stringContaining('ne se donne qu’une fois'),
    })
    expect(await m.lire(lien)).toMatchObject({ status: 200, texte: expect.stringContaining('Déjà répondu') })
  })
  it('refuse ce qui n’était pas proposé, et laisse de côté ce qui n’était pas demandé', async () => {
    const lien = m.lien(deux as DemandeDeReponse)
    expect(await m.envoyer(lien, avis(9))).toMatchObject({ status: 422 })
    expect(
      await m.envoyer(lien, avis(5, { [idDe('Qu’est-ce qui')]: 'écrit sans script', intrus: 'x' })),
    ).toMatchObject({ status: 200 })
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from questionnaires.valeur where organisme_id = ${m.fil.organisme}
        and (question not in (select jsonb_array_elements(contenu -> 'questions') ->> 'id' from questionnaires.campagne) or texte = 'écrit sans script')`.execute(
        tx,
      ),
    )
    expect(rows[0]?.n).toBe(0)
  })
  it('passé le terme, une phrase ; le recueil clos par l’équipe, la même', async () => {
    m.aller('2026-12-20T09:00:00Z')
    expect(await m.lire(m.lien(trois as DemandeDeReponse))).toMatchObject({
      status: 200,
      texte: expect.stringContaining('Le recueil est clos'),
    })
    expect(await m.envoyer(m.lien(trois as DemandeDeReponse), avis(5))).toMatchObject({ status: 409 })
    m.aller('2026-11-25T09:00:00Z')
    await m.envoyer(`/questionnaires/recueils/${await m.campagne('chaud')}`, { geste: 'clore' })
    expect(await m.envoyer(m.lien(trois as DemandeDeReponse), avis(5))).toMatchObject({ status: 409 })
  })
  it('un lien n’écrit rien d’autre que sa réponse : la base le refuse', async () => {
    const jeton = derivedToken(clesDEssai, 'questionnaire', trois?.id ?? '')
    const sousLien = (q: ReturnType<typeof sql>) =>
      base.db.withTenant({ genre: 'lien', jeton }, async (tx) => (await q.execute(tx)).numAffectedRows ?? 0n)
    await expect(
      sousLien(
        sql`insert into questionnaires.envoi (activite_id, demande_id, rang, le, moyen) values (${m.fil.activite}, ${deux?.id}, 9, now(), 'courriel')`,
      ),
    ).rejects.toMatchObject({ code: '42501' })
    expect(await sousLien(sql`update questionnaires.demande set repondue_le = null`)).toBe(0n)
    expect(await sousLien(sql`update questionnaires.campagne set fermee_le = null`)).toBe(0n)
  })
})

describe('relancer', () => {
  it('aux jours dits, un nombre fini de fois, jamais qui a répondu ni qui refuse', async () => {
    const m = monde(await poser(3))
    await partir(m)
    const [un, deux, trois] = await m.demandes('chaud')
    await m.envoyer(m.lien(un as DemandeDeReponse), avis(5))
    expect((await m.lire(`${m.lien(deux as DemandeDeReponse)}/arret`)).texte).toContain('Ne plus me rappeler')
    expect(await m.envoyer(`${m.lien(deux as DemandeDeReponse)}/arret`)).toMatchObject({ status: 303 })
    for (let i = 0; i <= 20; i += 1) {
      m.aller(`${ajouterJours(dateCivile('2026-11-24') as DateCivile, i)}T18:30:00Z`)
      for (let fois = 0; fois < 2; fois += 1) {
        await m.tourner()
        await m.poster()
      }
    }
    expect(m.courrier.filter((x) => x.objet.startsWith('Rappel')).map((x) => x.a)).toEqual([
      trois?.courriel,
      trois?.courriel,
    ])
    expect((await m.demandes('chaud')).map((d) => d.envois).sort()).toEqual([1, 1, 3])
    // Qui refuse les rappels peut encore répondre.
    m.aller('2026-12-05T09:00:00Z')
    expect(await m.envoyer(m.lien(deux as DemandeDeReponse), avis(4))).toMatchObject({ status: 200 })
  })
  it('à la main : un message par jour au plus ; l’équipe arrête les rappels d’une personne', async () => {
    const m = monde(await poser(2))
    await partir(m)
    const ici = `/questionnaires/recueils/${await m.campagne('chaud')}`
    await m.envoyer(ici, { geste: 'relancer' })
    await m.poster()
    expect(m.courrier).toHaveLength(2)
    const [un] = await m.demandes('chaud')
    await m.envoyer(ici, { geste: 'arreter', demande: un?.id ?? '' })
    expect(await m.envoyer(ici, { geste: 'arreter', demande: newId() })).toMatchObject({ status: 404 })
    m.aller('2026-11-25T09:00:00Z')
    await m.envoyer(ici, { geste: 'relancer' })
    await m.poster()
    expect(m.courrier).toHaveLength(3)
  })
  it('rien ne part seul tant que personne ne l’a demandé ; demandé, le soir même et une fois', async () => {
    const m = monde(await poser(2), '2026-11-24T09:00:00Z')
    await m.tourner()
    expect(await m.demandes('chaud')).toEqual([])
    const ecarts = {
      besoin: '-30',
      positionnement: '-15',
      acquis: '0',
      chaud: '0',
      intervenant: '0',
      entreprise: '30',
      froid: '60',
      insertion: '180',
      enseignements: '0',
    }
    expect(
      await m.envoyer('/questionnaires/reglages', {
        automatiques: ['chaud', 'intervenant'],
        relances: '4, 2',
        seuil: '5',
        ...ecarts,
      }),
    ).toMatchObject({ status: 422 })
    expect(
      await m.envoyer('/questionnaires/reglages', {
        automatiques: ['chaud'],
        relances: '4',
        seuil: '5',
        ...ecarts,
        besoin: '3',
      }),
    ).toMatchObject({ status: 422 })
    expect(
      await m.envoyer('/questionnaires/reglages', {
        automatiques: ['chaud', 'intervenant'],
        relances: '4',
        seuil: '5',
        ...ecarts,
      }),
    ).toMatchObject({ status: 303 })
    // Le matin du dernier jour, la formation n’est pas finie.
    await m.tourner()
    expect(await m.demandes('chaud')).toEqual([])
    m.aller('2026-11-24T18:00:00Z')
    await Promise.all([m.tourner(), m.tourner()])
    await m.poster()
    expect(m.courrier.map((x) => x.a).sort()).toEqual([
      's0@exemple.example',
      's1@exemple.example',
      'tom@exemple.example',
    ])
  })
})

describe('lire les résultats', () => {
  it('le taux, l’effectif et les mots ; une note basse demande une suite, qui se donne', async () => {
    const m = monde(await poser(4))
    await partir(m)
    const [un, deux, trois] = await m.demandes('chaud')
    await m.envoyer(m.lien(un as DemandeDeReponse), avis(5))
    await m.envoyer(m.lien(deux as DemandeDeReponse), avis(4))
    await m.envoyer(m.lien(trois as DemandeDeReponse), avis(1, { [idDe('Qu’est-ce qui')]: 'Trop rapide' }))
    const page = (await m.lire(`/questionnaires/recueils/${await m.campagne('chaud')}`)).texte
    expect(page).toContain('3 réponses sur 4 personnes sollicitées')
    expect(page).toContain('75 % de réponse')
    expect(page).toContain('n = 3, petit effectif')
    expect(page).toContain('Trop rapide')
    const resultats = (await m.lire('/questionnaires/resultats?genre=chaud')).texte
    expect(resultats).toContain('67 %')
    expect(resultats).toContain('4e trimestre 2026')
    expect(resultats).not.toContain('Fabre')
    const suivre = await m.lire('/questionnaires/a-suivre')
    const [, reponse = ''] = /href="(\/questionnaires\/reponses\/[0-9a-f-]{36})"/.exec(suivre.texte) ?? []
    expect((await m.lire(reponse)).texte).toContain('En faire une réclamation')
    expect(
      await m.envoyer(reponse, { genre: 'recontact', le: '31/12/2026', texte: 'Appelée' }),
    ).toMatchObject({ status: 422 })
    expect(
      await m.envoyer(reponse, { genre: 'recontact', le: '24/11/2026', texte: 'Appelée, rythme revu' }),
    ).toMatchObject({ status: 303 })
    expect((await m.lire('/questionnaires/a-suivre')).texte).toContain('Personne n’attend de suite')
    expect(
      (await m.lire(`/questionnaires/recueils/${await m.campagne('chaud')}/reponses.csv`)).texte,
    ).toContain('Trop rapide')
  })
  it('anonyme : ni nom, ni jour, ni heure ; tu tant qu’il est ouvert, et sous le seuil', async () => {
    const m = monde(await poser(6))
    const { vers } = await m.envoyer('/questionnaires/prets/chaud')
    await base.maintenance((tx) =>
      sql`update questionnaires.modele set anonyme = true where organisme_id = ${m.fil.organisme}`.execute(
        tx,
      ),
    )
    expect(vers).not.toBe('')
    await partir(m)
    const tous = await m.demandes('chaud')
    const repondre = (d: DemandeDeReponse | undefined, note: number) =>
      m.envoyer(
        m.lien(d as DemandeDeReponse),
        avis(note, note < 4 ? { [idDe('Qu’est-ce qui')]: 'Bruyant' } : {}),
      )
    for (const d of tous.slice(0, 5)) await repondre(d, 2)
    const ici = `/questionnaires/recueils/${await m.campagne('chaud')}`
    expect((await m.lire(ici)).texte).toContain('ne se lit pas encore')
    expect((await m.lire(ici)).texte).not.toContain('Bruyant')
    expect((await m.lire(`${ici}/reponses.csv`)).texte).not.toContain('Bruyant')
    await repondre(tous[5], 5)
    const page = (await m.lire(ici)).texte
    expect(page).toContain('Bruyant')
    expect(page).not.toContain('Lire sa réponse')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        demande_id: unknown
        le: unknown
        recue_le: unknown
        par: unknown
        alerte: boolean
      }>`select demande_id, le, recue_le, par, alerte
        from questionnaires.reponse where organisme_id = ${m.fil.organisme}`.execute(tx),
    )
    expect(rows).toHaveLength(6)
    expect(
      rows.every(
        (r) => r.demande_id === null && r.le === null && r.recue_le === null && r.par === null && !r.alerte,
      ),
    ).toBe(true)
    expect((await m.lire('/questionnaires/a-suivre')).texte).toContain('Personne n’attend de suite')
  })
  it('sous le seuil, un recueil anonyme clos se tait encore', async () => {
    const m = monde(await poser(3))
    await m.envoyer('/questionnaires/prets/chaud')
    await base.maintenance((tx) =>
      sql`update questionnaires.modele set anonyme = true where organisme_id = ${m.fil.organisme}`.execute(
        tx,
      ),
    )
    await partir(m)
    for (const d of await m.demandes('chaud'))
      await m.envoyer(m.lien(d), avis(5, { [idDe('Qu’avez-vous')]: 'Secret' }))
    const ici = `/questionnaires/recueils/${await m.campagne('chaud')}`
    await m.envoyer(ici, { geste: 'clore' })
    expect((await m.lire(ici)).texte).not.toContain('Secret')
  })
  it('dix mille réponses : les comptes de la base sont ceux qu’on referait à la main', async () => {
    const m = monde(await poser(1))
    await partir(m)
    const [satisfait] = chaud
    const campagne = await m.campagne('chaud')
    await base.maintenance(async (tx) => {
      const [o, abadie] = [m.fil.organisme, newId<'Tiers'>()]
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${o}, ${abadie}, ${m.fil.activite}, 'Ana', 'Abadie', 'abadie ana', now())`.execute(tx)
      await sql`insert into questionnaires.demande (organisme_id, id, activite_id, campagne_id, cle, personne_id, cree_le, repondue_le)
        select ${o}::uuid, gen_random_uuid(), ${m.fil.activite}::uuid, ${campagne}::uuid, gen_random_uuid(), ${abadie}::uuid, now(), '2026-11-24'::date from generate_series(1, 10000)`.execute(
        tx,
      )
      await sql`insert into questionnaires.reponse (organisme_id, id, activite_id, campagne_id, demande_id, le, recue_le, voie)
        select organisme_id, gen_random_uuid(), activite_id, campagne_id, id, '2026-11-24', now(), 'lien' from questionnaires.demande
         where organisme_id = ${o} and repondue_le is not null`.execute(tx)
      await sql`insert into questionnaires.valeur (organisme_id, activite_id, reponse_id, campagne_id, question, rang, code, millemes)
        select r.organisme_id, r.activite_id, r.id, r.campagne_id, q.id, 0, (r.n % 5 + 1)::text, (r.n % 5 + 1) * 1000
          from (select *, row_number() over (order by id) as n from questionnaires.reponse where organisme_id = ${o}) r
            cross join (select jsonb_array_elements(contenu -> 'questions') ->> 'id' as id from questionnaires.campagne where id = ${campagne} limit 4) q`.execute(
        tx,
      )
    })
    const page = (await m.lire(`/questionnaires/recueils/${campagne}`)).texte
    expect(page).toContain('10 000 réponses sur 10 001 personnes sollicitées')
    expect(page).toContain(`${satisfait?.libelle.replace('?', '').trim()}`)
    expect(page).toContain('n = 10000')
    expect(page).toContain('moyenne 3,0 sur 5')
    expect((await m.lire('/questionnaires/resultats?genre=chaud')).texte).toContain('40 %')
    // Dix mille lignes ne font pas une page : deux cents, qui n’a pas répondu d’abord, et la suite.
    expect(page.match(/<tr role="row"/g)?.length).toBeLessThan(300)
    expect(page).toContain('1 à 200 sur 10001, qui n’a pas répondu d’abord')
    expect(page).toContain('Pons')
    const derniere = (await m.lire(`/questionnaires/recueils/${campagne}?page=51`)).texte
    expect(derniere).toContain('10001 à 10001 sur 10001')
    expect((await m.lire(`/questionnaires/recueils/${campagne}?page=99999999999`)).status).toBe(200)
    // La seule qui n’a pas répondu vient après dix mille autres : le rappel la trouve, et son arrêt aussi.
    const ici = `/questionnaires/recueils/${campagne}`
    m.aller('2026-11-26T09:00:00Z')
    const deja = m.courrier.length
    await m.envoyer(ici, { geste: 'relancer' })
    await m.poster()
    expect(m.courrier).toHaveLength(deja + 1)
    const attendue = (await m.demandes('chaud')).find((d) => d.envois > 0)
    expect(await m.envoyer(ici, { geste: 'arreter', demande: attendue?.id ?? '' })).toMatchObject({
      status: 303,
    })
    m.aller('2026-11-27T09:00:00Z')
    await m.envoyer(ici, { geste: 'relancer' })
    await m.poster()
    expect(m.courrier).toHaveLength(deja + 1)
  })
})

describe('sous son compte, et sur papier', () => {
  it('qui forme évalue les acquis de chacun, objectif par objectif, une fois', async () => {
    const m = monde(await poser(2))
    m.comme(['formateur'])
    expect(await partir(m, 'acquis')).toMatchObject({ status: 303 })
    expect(m.courrier).toHaveLength(0)
    const [un] = await m.demandes('acquis')
    const ici = `/questionnaires/demandes/${un?.id}`
    const page = (await m.lire(ici)).texte
    for (const o of objectifs) expect(page).toContain(o)
    const [acquis, facon] = modelesPrets.acquis.contenu.questions
    expect(await m.envoyer(ici, { [`${acquis?.id}-1`]: 'acquis' })).toMatchObject({ status: 422 })
    const complete = {
      [`${acquis?.id}-1`]: 'acquis',
      [`${acquis?.id}-2`]: 'en-cours',
      [facon?.id ?? '']: '1',
    }
    expect(await m.envoyer(ici, complete)).toMatchObject({ status: 303 })
    expect(await m.envoyer(ici, complete)).toMatchObject({ status: 409 })
    const lus = await base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, (tx) =>
      acquisDeLaSession(tx, m.fil.session),
    )
    expect([...(lus.get(un?.inscription ?? '')?.resultats ?? [])]).toEqual([
      [objectifs[0], 'acquis'],
      [objectifs[1], 'en-cours'],
    ])
    // « Évaluer » mène ici : l’évaluation faite s’y voit, et ne se recommence pas.
    const evaluer = (await m.lire(`/sessions/${m.fil.session}/questionnaires`)).texte
    expect(evaluer).toMatch(/1 sur 2/)
    expect(evaluer).not.toMatch(/>\s*Évaluer</)
  })
  it('d’une session finie depuis longtemps, rien n’est offert à envoyer qui ne partirait plus', async () => {
    const m = monde(await poser(1, '2025-03-10'), '2026-11-24T18:00:00Z')
    const ici = `/sessions/${m.fil.session}/questionnaires`
    const page = (await m.lire(ici)).texte
    expect(page).toContain('trop tard')
    const offerts = [...page.matchAll(/name="genre" value="([a-z-]+)"/g)].map((x) => x[1] ?? '')
    for (const genre of listeGenres.filter((g) => g !== 'financeur')) {
      const { status } = await m.envoyer(ici, { genre })
      expect([genre, status], genre).toEqual([genre, offerts.includes(genre) ? 303 : 409])
    }
  })
  it('un papier se recopie, sous le nom de qui le recopie, et vaut sollicitation', async () => {
    const fil = await poser(2)
    await base.maintenance((tx) =>
      sql`update tiers.personne set courriel = null where organisme_id = ${fil.organisme}`.execute(tx),
    )
    const m = monde(fil)
    m.comme(['assistant'])
    await partir(m)
    expect(m.courrier).toHaveLength(0)
    const [un] = await m.demandes('chaud')
    expect(await m.envoyer(`/questionnaires/demandes/${un?.id}`, avis(4))).toMatchObject({ status: 303 })
    expect((await m.lire(`/questionnaires/recueils/${await m.campagne('chaud')}`)).texte).toContain(
      '1 réponse sur 1 personne sollicitée',
    )
  })
})

describe('de la main à la main', () => {
  it('le lien naît sans message, se lit en carré et en toutes lettres, et sert une fois', async () => {
    const fil = await poser(2)
    await base.maintenance((tx) =>
      sql`update tiers.personne set courriel = null where organisme_id = ${fil.organisme}`.execute(tx),
    )
    const m = monde(fil)
    await partir(m)
    const ici = `/questionnaires/recueils/${await m.campagne('chaud')}/liens`
    expect((await m.lire(ici)).texte).toContain('2 personnes sans lien')
    expect((await m.envoyer(ici, { geste: 'preparer' })).status).toBe(303)
    await m.poster()
    expect(m.courrier).toHaveLength(0)
    const page = (await m.lire(ici)).texte
    expect(page.match(/<img src="data:image/g)).toHaveLength(2)
    const [un] = await m.demandes('chaud')
    if (!un) throw new Error('personne')
    expect(page).toContain(m.lien(un))
    expect((await m.envoyer(m.lien(un), avis(4))).status).toBe(200)
    expect((await m.demandes('chaud')).filter((d) => d.repondueLe !== null)).toHaveLength(1)
    expect((await m.envoyer(m.lien(un), avis(4))).texte).toContain('déjà')
    expect((await m.lire(ici)).texte).not.toContain(m.lien(un))
    expect((await m.lire(`/questionnaires/recueils/${await m.campagne('chaud')}`)).texte).toContain(
      '1 réponse sur 2 personnes sollicitées',
    )
    // Qui ne peut pas envoyer ne voit aucun lien.
    m.comme(['comptable'])
    expect((await m.lire(ici)).status).toBe(403)
  })
})

describe('la liste des recueils', () => {
  it('se cherche par la session et par le questionnaire, s’emporte, et un repère hostile la reprend à son début', async () => {
    const m = monde(await poser(1))
    await partir(m)
    const liste = async (suite: string) => (await m.lire(`/questionnaires${suite}`)).texte
    const adresse = `/questionnaires/recueils/${await m.campagne('chaud')}`
    expect(await liste('')).toContain(adresse)
    expect(await liste('?q=APPRECIATION+chaud')).toContain(adresse)
    expect(await liste('?q=financeurs')).toContain('Aucun recueil ne porte ces mots')
    expect(await liste('?format=csv')).toContain('appréciation à chaud')
    const hostile = Buffer.from(JSON.stringify(['hier', 'x'])).toString('base64url')
    expect(await liste(`?apres=${hostile}`)).toContain(adresse)
  })
})

describe('plusieurs recueils d’un même genre', () => {
  it('le second s’ouvre quand le premier est clos, et compte à part', async () => {
    const m = monde(await poser(2))
    await partir(m)
    const ici = `/sessions/${m.fil.session}/questionnaires`
    const premier = await m.campagne('chaud')
    const encore = { genre: 'chaud', encore: 'on' }
    // Ouvert, il n’en naît pas un autre : ceux qui manquaient s’y ajoutent.
    expect((await m.envoyer(ici, encore)).status).toBe(303)
    expect(await m.campagne('chaud')).toBe(premier)
    await m.envoyer(`/questionnaires/recueils/${premier}`, { geste: 'clore' })
    expect((await m.envoyer(ici, { genre: 'chaud' })).status).toBe(409)
    expect((await m.lire(ici)).texte).toContain('Ouvrir un autre recueil')
    await Promise.all([m.envoyer(ici, encore), m.envoyer(ici, encore)])
    const { rows } = await base.maintenance((tx) =>
      sql<{
        cle: string
        demandes: number
      }>`select k.cle, (select count(*)::int4 from questionnaires.demande d where d.campagne_id = k.id) as demandes
        from questionnaires.campagne k where k.organisme_id = ${m.fil.organisme} order by k.ouverte_le, k.cle`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([
      { cle: m.fil.session, demandes: 2 },
      { cle: `${m.fil.session}:2`, demandes: 2 },
    ])
    expect((await m.lire(ici)).texte).toContain('recueil 1, ouvert le')
  })
  it('l’évaluation des enseignements ne se pose qu’en apprentissage', async () => {
    const m = monde(await poser(1))
    const ici = `/sessions/${m.fil.session}/questionnaires`
    expect((await m.lire(ici)).texte).not.toContain('Évaluer les enseignements')
    expect((await m.envoyer(ici, { genre: 'enseignements' })).status).toBe(409)
    await base.maintenance((tx) =>
      sql`update sessions.session set nature = 'apprentissage' where id = ${m.fil.session}`.execute(tx),
    )
    expect((await m.lire(ici)).texte).toContain('Évaluer les enseignements')
    expect((await m.envoyer(ici, { genre: 'enseignements' })).status).toBe(303)
    expect(await m.campagne('enseignements')).not.toBe('')
  })
})

describe('effacer une réponse', () => {
  it('par qui conduit un effacement : ce qu’elle disait n’est plus nulle part, le taux la garde', async () => {
    const m = monde(await poser(2))
    await partir(m)
    const [d] = await m.demandes('chaud')
    if (!d) throw new Error('personne')
    await m.envoyer(m.lien(d), avis(1, { [idDe('Qu’est-ce qui')]: 'Un propos qui me nomme' }))
    const [repondu] = await m.demandes('chaud')
    const page = `/questionnaires/reponses/${repondu?.reponse}`
    expect((await m.lire(page)).texte).toContain('Un propos qui me nomme')
    await m.envoyer(page, { genre: 'recontact', le: '24/11/2026', texte: 'Rappelée, elle dit que…' })
    m.comme(['assistant'])
    expect((await m.lire(page)).texte).not.toContain('Effacer ce que dit')
    expect((await m.envoyer(`${page}/effacer`, { geste: 'effacer' })).status).toBe(403)
    const directrice = await base.maintenance(async (tx) => {
      const compte = await poserCompte(tx, clesDEssai, {
        courriel: `${newId()}@exemple.example`,
        prenom: 'D',
        nom: 'X',
      })
      await poserAdhesion(tx, { organisme: m.fil.organisme, compte, roles: ['responsable'] })
      return compte
    })
    m.comme(['responsable'], directrice)
    expect((await m.lire(page)).texte).toContain('Effacer ce que dit')
    expect((await m.envoyer(`${page}/effacer`, { geste: 'effacer' })).status).toBe(303)
    expect((await m.envoyer(`${page}/effacer`, { geste: 'effacer' })).status).toBe(404)
    const apres = (await m.lire(page)).texte
    expect(apres).toContain('à la demande de la personne')
    for (const ou of [
      page,
      `/questionnaires/recueils/${await m.campagne('chaud')}`,
      '/questionnaires/resultats?genre=chaud',
    ])
      expect((await m.lire(ou)).texte, ou).not.toMatch(/Un propos|elle dit que/)
    expect((await m.lire(`/questionnaires/recueils/${await m.campagne('chaud')}`)).texte).toContain(
      '1 réponse sur 2',
    )
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from questionnaires.valeur where organisme_id = ${m.fil.organisme}`.execute(
        tx,
      ),
    )
    expect(rows[0]?.n).toBe(0)
  })
})

describe('publier', () => {
  it('l’insertion à six mois se publie avec ses mots mêmes, sa période et son taux (indicateur 3)', async () => {
    const m = monde(await poser(4))
    m.aller('2027-05-24T09:00:00Z')
    await partir(m, 'insertion')
    const situation = modelesPrets.insertion.contenu.questions[0]
    const oui = modelesPrets.insertion.contenu.questions.filter((q) => q.genre === 'oui-non')
    for (const [i, d] of (await m.demandes('insertion')).entries())
      if (i < 3)
        await m.envoyer(m.lien(d), {
          [situation?.id ?? '']: i === 0 ? '4' : '1',
          ...Object.fromEntries(oui.map((q) => [q.id, 'oui'])),
        })
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from catalogue.offre where organisme_id = ${m.fil.organisme}`.execute(tx),
    )
    const ici = `/questionnaires/publier?offre=${rows[0]?.id}`
    expect((await m.envoyer(ici, { mesure: 'insertion', geste: 'publier' })).status).toBe(303)
    const publies = await base.db.withoutTenant((tx) =>
      sql<{
        n: number
        d: number
        i: number
        f: string
      }>`select numerateur as n, denominateur as d, interroges as i, formule as f
        from questionnaires.publication where offre_id = ${rows[0]?.id}`.execute(tx),
    )
    expect(publies.rows).toEqual([{ n: 2, d: 3, i: 4, f: expect.stringContaining('En emploi') }])
    const page = (await m.lire(ici)).texte
    expect(page).toContain('3 réponses sur 4 sollicités')
  })

  it('la valeur, la formule, la période, l’effectif et le taux ; une question changée en route n’a pas de taux', async () => {
    const m = monde(await poser(4))
    await partir(m)
    for (const [i, d] of (await m.demandes('chaud')).entries())
      if (i < 3) await m.envoyer(m.lien(d), avis(i === 0 ? 3 : 5, { [idDe('Qu’est-ce qui')]: 'x' }))
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from catalogue.offre where organisme_id = ${m.fil.organisme}`.execute(tx),
    )
    const ici = `/questionnaires/publier?offre=${rows[0]?.id}`
    expect((await m.lire(ici)).texte).toContain('67 %')
    expect(await m.envoyer(ici, { mesure: 'satisfaction', geste: 'publier' })).toMatchObject({ status: 303 })
    expect(await m.envoyer(ici, { mesure: 'acquis', geste: 'publier' })).toMatchObject({ status: 409 })
    const publies = await base.db.withoutTenant((tx) =>
      sql<{
        n: number
        d: number
        i: number
        r: number
        f: string
      }>`select numerateur as n, denominateur as d, interroges as i, repondants as r, formule as f
        from questionnaires.publication where offre_id = ${rows[0]?.id}`.execute(tx),
    )
    expect(publies.rows).toEqual([
      { n: 2, d: 3, i: 4, r: 3, f: expect.stringContaining('notes 4 et 5 sur 5') },
    ])
    m.comme(['assistant'])
    expect(await m.envoyer(ici, { mesure: 'satisfaction', geste: 'retirer' })).toMatchObject({ status: 403 })
    m.comme(['responsable'])
    expect(await m.envoyer(ici, { mesure: 'satisfaction', geste: 'retirer' })).toMatchObject({ status: 303 })
  })
})

const besoin = modelesPrets.besoin.contenu.questions
/** Une réponse complète au recueil du besoin ; chaque texte est le même, « oui » est dit partout. */
const recueil = (dit: string): Record<string, string> =>
  Object.fromEntries(
    besoin.flatMap((q): [string, string][] =>
      q.genre === 'texte'
        ? [[q.id, dit]]
        : q.genre === 'oui-non'
          ? [[q.id, 'oui']]
          : q.genre === 'plusieurs'
            ? []
            : [[q.id, q.genre === 'echelle' ? '3' : '1']],
    ),
  )

describe('une réponse s’ouvre ailleurs, d’un geste, avec son droit', () => {
  const ouvrir = async () => {
    const m = monde(await poser(2), '2026-11-18T09:00:00Z')
    await partir(m, 'besoin')
    const [d] = await m.demandes('besoin')
    await m.envoyer(m.lien(d as DemandeDeReponse), recueil('Conduire une réunion en anglais'))
    const [repondue] = (await m.demandes('besoin')).filter((x) => x.reponse !== null)
    const reponse = repondue?.reponse ?? ''
    return { m, reponse, page: `/questionnaires/reponses/${reponse}`, ici: `/qualite/reponses/${reponse}` }
  }
  const suites = async (m: Monde) =>
    (
      await base.maintenance((tx) =>
        sql<{ genre: string; objet_id: string | null; texte: string }>`select genre, objet_id, texte
          from questionnaires.suite where organisme_id = ${m.fil.organisme} order by inscrite_le, genre`.execute(
          tx,
        ),
      )
    ).rows

  it('le besoin : l’entrée du stagiaire se remplit de la réponse, sans ce que seule la personne référente lit', async () => {
    const { m, page, ici } = await ouvrir()
    expect((await m.lire(page)).texte).toContain(`href="${ici}/besoin"`)
    const form = (await m.lire(`${ici}/besoin`)).texte
    expect(form).toContain('Conduire une réunion en anglais')
    expect(form).not.toMatch(/personne référente handicap, ou demander/)
    const entree = {
      rang: '0',
      recueilliLe: '18/11/2026',
      besoin: 'Conduire une réunion',
      prerequis: 'verifies',
    }
    expect(await m.envoyer(`${ici}/besoin`, { ...entree, besoin: '' })).toMatchObject({ status: 422 })
    expect(await m.envoyer(`${ici}/besoin`, entree)).toMatchObject({
      status: 303,
      vers: expect.stringMatching(/\/parcours$/),
    })
    expect(await suites(m)).toMatchObject([{ genre: 'besoin' }])
    // Reprise une fois, elle ne s’ajoute pas à ce que l’on en a gardé.
    const encore = (await m.lire(`${ici}/besoin`)).texte
    expect(encore).toContain('Conduire une réunion</textarea>')
    expect(encore).not.toContain('Conduire une réunion en anglais')
    // Relue avant d’être écrite par quelqu’un d’autre : rien n’est perdu, rien n’est doublé.
    expect(await m.envoyer(`${ici}/besoin`, entree)).toMatchObject({ status: 409 })
    expect(await suites(m)).toHaveLength(1)
  })

  it('l’adaptation : la personne référente seule l’ouvre, et la réponse ne dit ni quoi, ni par qui', async () => {
    const { m, page, ici, reponse } = await ouvrir()
    const attendus = () =>
      base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, (tx) =>
        amenagementsDemandes(tx, '2026-01-01' as DateCivile),
      )
    expect(await attendus()).toHaveLength(1)
    // Cent « oui » plus anciens, à d’autres questions, ne prennent pas sa place.
    await base.maintenance((tx) =>
      sql`with l as materialized (select gen_random_uuid() as d, gen_random_uuid() as r from generate_series(1, 101)),
          a as (insert into questionnaires.demande select (jsonb_populate_record(z, jsonb_build_object('id', l.d, 'cle', l.d))).*
            from questionnaires.demande z, l where z.organisme_id = ${m.fil.organisme} and z.repondue_le is not null),
          b as (insert into questionnaires.reponse select (jsonb_populate_record(z, jsonb_build_object('id', l.r, 'demande_id', l.d, 'le', '2026-11-01'))).*
            from questionnaires.reponse z, l where z.organisme_id = ${m.fil.organisme})
        insert into questionnaires.valeur (organisme_id, activite_id, reponse_id, campagne_id, question, rang, code)
        select z.organisme_id, z.activite_id, l.r, z.campagne_id, 'q99', 0, 'oui' from questionnaires.reponse z, l where z.organisme_id = ${m.fil.organisme}`.execute(
        tx,
      ),
    )
    expect((await attendus()).map((x) => x.reponse)).toEqual([reponse])
    for (const role of ['responsable', 'assistant', 'referent-qualite', 'formateur']) {
      m.comme([role])
      const lue = (await m.lire(page)).texte
      expect(lue, role).toContain('seule la personne référente handicap le lit')
      expect(lue, role).not.toContain(`${ici}/adaptation`)
      expect([role, (await m.lire(`${ici}/adaptation`)).status]).toEqual([role, 403])
      expect([
        role,
        (await m.envoyer(`${ici}/adaptation`, { recuLe: '18/11/2026', recit: 'xxxx' })).status,
      ]).toEqual([role, 403])
    }
    m.comme(['referent-handicap'])
    const form = (await m.lire(`${ici}/adaptation`)).texte
    expect(form).toContain('demander un aménagement')
    expect(form).not.toContain('Conduire une réunion en anglais')
    expect(
      await m.envoyer(`${ici}/adaptation`, { recuLe: '31/12/2026', recit: 'Besoin d’une pause' }),
    ).toMatchObject({
      status: 422,
    })
    expect(
      await m.envoyer(`${ici}/adaptation`, { recuLe: '18/11/2026', recit: 'Besoin d’une pause' }),
    ).toMatchObject({
      status: 303,
      vers: expect.stringMatching(/^\/qualite\/evenements\//),
    })
    expect(await suites(m)).toEqual([{ genre: 'protegee', objet_id: null, texte: 'Une suite est donnée.' }])
    const memes = await base.maintenance((tx) =>
      sql`select from questionnaires.suite s join qualite.affaire f on f.id = s.id where s.organisme_id = ${m.fil.organisme}`.execute(
        tx,
      ),
    )
    expect(memes.rows).toEqual([])
    expect(await attendus()).toEqual([])
    m.comme(['responsable'])
    const apres = (await m.lire(page)).texte
    expect(apres).toContain('confiée à qui doit la lire')
    expect(apres).not.toMatch(/adaptation|aménagement décid|Besoin d’une pause/)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from journal.geste where organisme_id = ${m.fil.organisme} and geste = 'donner-suite'`.execute(
        tx,
      ),
    )
    expect(rows[0]?.n).toBe(0)
  })

  it('la réclamation, le signalement et l’action : remplis, à qui en a le droit, et nommés seulement s’ils se lisent', async () => {
    const { m, page, ici } = await ouvrir()
    m.comme(['formateur'])
    expect((await m.lire(page)).texte).not.toContain(`${ici}/action`)
    expect((await m.lire(`${ici}/action`)).status).toBe(403)
    const affaire = { objet: 'Rythme', recuLe: '18/11/2026', recit: 'Trop rapide' }
    expect((await m.lire(`${ici}/reclamation`)).texte).toContain('Conduire une réunion en anglais')
    expect(await m.envoyer(`${ici}/reclamation`, { ...affaire, genre: 'signalement' })).toMatchObject({
      status: 303,
    })
    expect(await m.envoyer(`${ici}/reclamation`, { ...affaire, genre: 'adaptation' })).toMatchObject({
      status: 422,
    })
    m.comme(['responsable'])
    expect((await m.lire(`${ici}/action`)).texte).toContain('Conduire une réunion en anglais')
    expect(
      await m.envoyer(`${ici}/action`, {
        titre: 'Ralentir',
        le: '18/11/2026',
        cause: 'Rythme trop vif',
        correction: 'Une pause',
      }),
    ).toMatchObject({ status: 303 })
    const faites = await suites(m)
    expect(faites.map((s) => [s.genre, s.objet_id === null])).toEqual([
      ['action', false],
      ['protegee', true],
    ])
    for (const suite of ['reclamation', 'action', 'besoin', 'adaptation'])
      expect([suite, (await m.lire(`/qualite/reponses/${newId()}/${suite}`)).status]).toEqual([
        suite,
        suite === 'adaptation' ? 403 : 404,
      ])
    m.comme(['comptable'])
    expect((await m.lire(`${ici}/reclamation`)).status).toBe(404)
  })

  it('le nombre de « oui » sur le handicap, et ce qui en dépend, ne se lisent pas dans les résultats', async () => {
    const { m } = await ouvrir()
    const recueilli = `/questionnaires/recueils/${await m.campagne('besoin')}`
    m.comme(['responsable'])
    for (const url of [recueilli, '/questionnaires/resultats?genre=besoin'])
      expect((await m.lire(url)).texte, url).not.toContain('personne référente handicap, ou demander')
    expect((await m.lire(`${recueilli}/reponses.csv`)).texte).toContain('seule la personne référente')
    m.comme(['responsable', 'referent-handicap'])
    expect((await m.lire(recueilli)).texte).toContain('personne référente handicap, ou demander')
    // Une version plus récente, où la même question ne parle plus de handicap : ses réponses d’avant restent réservées.
    const [version, campagne] = [newId(), newId()]
    await base.maintenance(async (tx) => {
      const copier = (table: string, garde: ReturnType<typeof sql>, neuf: ReturnType<typeof sql>) =>
        sql`insert into ${sql.table(table)} select (jsonb_populate_record(t, ${neuf})).* from ${sql.table(table)} t
          where t.organisme_id = ${m.fil.organisme} and ${garde} limit 1`.execute(tx)
      await copier(
        'questionnaires.version',
        sql`t.genre = 'besoin'`,
        sql`jsonb_build_object('id', ${version}::uuid, 'numero', 9, 'empreinte', '\\x' || repeat('ab', 32),
          'contenu', regexp_replace(t.contenu::text, 'handicap', 'des parcours', 'gi')::jsonb)`,
      )
      await copier(
        'questionnaires.campagne',
        sql`t.genre = 'besoin'`,
        sql`jsonb_build_object('id', ${campagne}::uuid, 'version_id', ${version}::uuid, 'cle', 'copie', 'ouverte_le', t.ouverte_le + interval '1 day')`,
      )
      await copier(
        'questionnaires.demande',
        sql`t.repondue_le is null`,
        sql`jsonb_build_object('id', ${newId()}::uuid, 'campagne_id', ${campagne}::uuid)`,
      )
    })
    m.comme(['responsable'])
    const reunis = '/questionnaires/resultats'
    expect((await m.lire(`${reunis}?genre=besoin`)).texte).not.toContain(
      'référente des parcours, ou demander',
    )
    const tableau = (await m.lire(`${reunis}.csv?genre=besoin`)).texte
    expect(tableau).toContain('seule la personne référente')
    expect(tableau).not.toMatch(/référente des parcours, ou demander[^\n]*;oui/)
  })
})

describe('les murs', () => {
  it('ce qui est d’un autre organisme, ou absent : le même 404 ; un formateur ne lit que ses sessions', async () => {
    const [a, b] = [monde(await poser(1)), monde(await poser(1))]
    await partir(a)
    const campagne = await a.campagne('chaud')
    const [d] = await a.demandes('chaud')
    for (const url of [
      `/questionnaires/recueils/${campagne}`,
      `/questionnaires/recueils/${campagne}/reponses.csv`,
      `/questionnaires/demandes/${d?.id}`,
      `/sessions/${a.fil.session}/questionnaires`,
      `/questionnaires/publier?offre=${newId()}`,
      `/questionnaires/reponses/${newId()}`,
      '/questionnaires/prets/__proto__',
      '/questionnaires/modeles/pas-un-uuid',
    ])
      expect([url, (await b.lire(url)).status]).toEqual([url, 404])
    a.comme(['formateur'], newId<'Personne'>())
    expect((await a.lire(`/questionnaires/recueils/${campagne}`)).status).toBe(404)
    expect((await a.lire('/questionnaires')).status).toBe(403)
    a.comme(['comptable'])
    expect((await a.lire(`/questionnaires/recueils/${campagne}`)).status).toBe(403)
  })
  it('quoi qu’on envoie à un lien, la réponse est une phrase, jamais une panne', async () => {
    const m = monde(await poser(1))
    await partir(m)
    const [d] = await m.demandes('chaud')
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.oneof(fc.constantFrom(...chaud.map((q) => q.id)), fc.string({ maxLength: 30 })),
          fc.string({ unit: 'binary', maxLength: 60 }),
          { maxKeys: 6 },
        ),
        async (champs) => {
          const r = await m.envoyer(m.lien(d as DemandeDeReponse), { ...champs, geste: 'garder' })
          expect(r.status).toBeLessThan(500)
        },
      ),
      { numRuns: 15 },
    )
    expect((await m.lire(m.lien(d as DemandeDeReponse))).status).toBe(200)
  })
})
