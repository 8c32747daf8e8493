// Long parce que tout ce qui ouvre et ferme une coopérative s’y éprouve sur les mêmes personnes.
// Un accès qui finit, l'auditeur qui lit sans écrire, deux personnes sur la même fiche.
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { comptes } from '#modules/comptes/index.ts'
import { newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { type Panne, testServices } from '#web/test/services.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { naviguer, pagesServies } from '../../../../test/monde/index.ts'
import { moduleOrganisme } from '../module.ts'
import { unMembre, unOrganisme } from '../test/organismes.ts'

const base = await baseNeuve()
const keys = keysFromSeed('acces')
const admin = await base.client('admin')
const pannes: Panne[] = []
const services: Services = { ...testServices(pannes), db: base.db, keys, storage: postgresStorage() }
const { origine } = services.config
const { app } = pagesServies(services, [
  comptes,
  moduleOrganisme({ sessionsEnCours: async () => 0 }),
  // Une page qui oublierait son droit : la base, elle, n'oublie pas.
  {
    nom: 'distraite',
    routes: (a) =>
      void a.get('/distraite', (c) =>
        services.db
          .withTenant(c.get('visiteur')?.acces ?? { genre: 'session', jeton: '' }, (tx) =>
            sql`update organisme.organisme set ville = 'Ailleurs'`.execute(tx),
          )
          .then(
            () => c.text('écrit'),
            (e: { code?: string }) => c.text(e.code ?? ''),
          ),
      ),
  },
])
const phrase = 'un tilleul devant la mairie'
const a = await base.maintenance((tx) => unOrganisme(tx, 'Langue & Lien'))

let rang = 0
const entrer = async (roles: readonly string[]) => {
  const courriel = `m${++rang}@exemple.example`
  const id = await base.maintenance((tx) =>
    unMembre(tx, keys, {
      organisme: a.organisme,
      courriel,
      roles,
      nom: `Membre ${rang}`,
      motDePasse: phrase,
    }),
  )
  await admin.query('delete from compte.echec')
  const { aller } = naviguer(app, { origine })
  expect((await aller('/connexion', { courriel, motDePasse: phrase })).statut).toBe(303)
  return { id, courriel, aller }
}
type Personne = Awaited<ReturnType<typeof entrer>>
let responsable: Personne
let administration: Personne
let auditrice: Personne
beforeAll(async () => {
  responsable = await entrer(['responsable'])
  administration = await entrer(['administration'])
  auditrice = await entrer(['auditeur'])
})

const adhesion = async (id: string): Promise<{ roles: string[]; au: string | null }> =>
  (
    await admin.query<{ roles: string[]; au: string | null }>(
      'select roles, au::text from compte.adhesion where compte_id = $1',
      [id],
    )
  ).rows[0] ?? { roles: [], au: null }
/** Pose la date de fin par rapport au jour de la base, à Paris. */
const finir = (id: string, jours: number) =>
  admin.query(
    `update compte.adhesion set au = (clock_timestamp() at time zone 'Europe/Paris')::date + $2::int where compte_id = $1`,
    [id, jours],
  )
const phrases = async (): Promise<string[]> =>
  (
    await admin.query<{ phrase: string }>(
      'select phrase from journal.geste where organisme_id = $1 order by ctid',
      [a.organisme],
    )
  ).rows.map((r) => r.phrase.replace(/\{personne:[0-9a-f-]+\}/, 'elle'))

/** Tous les champs d'un formulaire tels qu'un navigateur les renverrait sans y toucher. */
const formulaireDe = (html: string, contient: string): Record<string, string[]> => {
  const corps = [...html.matchAll(/<form [^>]*>([\s\S]*?)<\/form>/g)].find((f) =>
    f[1]?.includes(contient),
  )?.[1]
  if (!corps) throw new Error(`Aucun formulaire avec ${contient}.`)
  const lu = (t: string) =>
    t.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&')
  const champs: Record<string, string[]> = {}
  const poser = (nom: string, v: string) => {
    champs[nom] = [...(champs[nom] ?? []), lu(v)]
  }
  for (const [balise] of corps.matchAll(/<input [^>]*>/g)) {
    const attribut = (n: string) => new RegExp(` ${n}="([^"]*)"`).exec(balise)?.[1]
    const [nom, genre = 'text'] = [attribut('name'), attribut('type')]
    if (!nom || genre === 'file') continue
    if (/checkbox|radio/.test(genre) && !/ checked/.test(balise)) continue
    poser(nom, attribut('value') ?? (genre === 'checkbox' ? 'on' : ''))
  }
  for (const [, nom = '', v = ''] of corps.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</g))
    poser(nom, v)
  for (const [, nom = '', options = ''] of corps.matchAll(
    /<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g,
  ))
    poser(nom, /<option value="([^"]*)"[^>]* selected/.exec(options)?.[1] ?? '')
  return champs
}

describe('un accès daté', () => {
  const invitee = { prenom: 'Inès', nom: 'Roy', courriel: 'ines@exemple.example', portee: 'toute' }

  it('l’auditeur s’invite avec une date, seul, à venir, et jamais autrement', async () => {
    for (const [champs, statut, mot] of [
      [{ roles: 'auditeur' }, 409, 'le dernier jour de son accès'],
      [{ roles: ['auditeur', 'responsable'], au: '31/12/2099' }, 409, 'ne se donne pas avec un autre'],
      [{ roles: 'auditeur', au: '23/11/2026' }, 409, 'Cette date est passée'],
      [{ roles: 'auditeur', au: '31/02/2099' }, 422, 'Inès'],
    ] as const) {
      const r = await responsable.aller('/cooperative/equipe', { ...invitee, ...champs })
      expect([r.statut, r.texte.includes(mot)], mot).toEqual([statut, true])
    }
    const r = await responsable.aller('/cooperative/equipe', {
      ...invitee,
      roles: 'auditeur',
      au: '31/12/2099',
    })
    expect(r.statut).toBe(303)
    expect((await responsable.aller('/cooperative/equipe')).texte).toMatch(
      /invitation en attente, jusqu’au 31.décembre.2099/,
    )
    expect((await phrases()).at(-1)).toMatch(
      /invitée dans l’équipe.: auditeur·rice, jusqu’au 31.décembre.2099\.$/,
    )
  })

  it('la base refuse un auditeur sans date, avec un autre rôle, ou d’une seule enseigne', async () => {
    for (const pose of [
      'au = null',
      `roles = '{auditeur,responsable}'`,
      `toutes = false, activites = array['${a.commune}'::uuid]`,
    ])
      expect(
        await codeSql(() =>
          admin.query(`update compte.adhesion set ${pose} where compte_id = '${auditrice.id}'`),
        ),
        pose,
      ).toBe('23514')
  })

  it('se ferme le lendemain du jour dit et se rouvre prolongé, sans reconnexion', async () => {
    const membre = await entrer(['formateur'])
    const lit = async () => (await membre.aller('/cooperative')).statut
    await finir(membre.id, 0)
    expect(await lit()).toBe(200)
    expect((await membre.aller('/cooperative')).texte).toContain('jusqu’au')
    await finir(membre.id, -1)
    expect(await lit()).toBe(303)
    await finir(membre.id, 1)
    expect(await lit()).toBe(200)
  })

  it('se borne, se prolonge, se raccourcit, s’ouvre sans fin, et le journal le dit ainsi', async () => {
    const membre = await entrer(['formateur'])
    const url = `/cooperative/equipe/${membre.id}`
    const dater = async (au: string) =>
      (await administration.aller(url, { roles: 'formateur', portee: 'toute', au })).statut
    const avant = (await phrases()).length
    for (const au of ['31/12/2098', '31/12/2099', '31/12/2099', '01/06/2099', ''])
      expect(await dater(au)).toBe(303)
    expect((await adhesion(membre.id)).au).toBeNull()
    expect((await phrases()).slice(avant).map((p) => p.replaceAll(/\s/g, ' '))).toEqual([
      'L’accès de elle finira le 31 décembre 2098.',
      'L’accès de elle est prolongé jusqu’au 31 décembre 2099.',
      'L’accès de elle est raccourci au 1er juin 2099.',
      'L’accès de elle n’a plus de date de fin.',
    ])
    // La fin immédiate est le retrait : sa page suivante est déjà fermée.
    expect(await dater('31/12/2099')).toBe(303)
    expect((await administration.aller(`${url}/retirer`, {})).statut).toBe(303)
    expect((await membre.aller('/cooperative')).statut).toBe(303)
  })

  it('ne laisse pas la coopérative sans personne pour l’administrer le lendemain', async () => {
    const seule = await base.maintenance((tx) => unOrganisme(tx, 'Seule'))
    const id = await base.maintenance((tx) =>
      unMembre(tx, keys, {
        organisme: seule.organisme,
        courriel: 'seule@exemple.example',
        roles: ['responsable'],
        motDePasse: phrase,
      }),
    )
    const { aller } = naviguer(app, { origine })
    await aller('/connexion', { courriel: 'seule@exemple.example', motDePasse: phrase })
    const r = await aller(`/cooperative/equipe/${id}`, { roles: 'responsable', au: '31/12/2099' })
    expect([r.statut, r.texte.includes('Il ne resterait personne')]).toEqual([409, true])
  })
})

it('qui administre ne se donne pas les besoins de handicap ; la direction les donne, et le dit à qui est concerné', async () => {
  const courriels = async (): Promise<{ a: string; texte: string }[]> =>
    (
      await admin.query<{ id: string; chiffre: Buffer }>('select id, chiffre from plateforme.courriel')
    ).rows.map((r) => JSON.parse(Buffer.from(keys.decrypt('courriel', r.id, r.chiffre) ?? []).toString()))
  await admin.query('delete from plateforme.courriel')
  const { id } = administration
  const soi = { roles: ['administration', 'referent-handicap'], portee: 'toute', au: '' }
  const refus = await administration.aller(`/cooperative/equipe/${id}`, soi)
  expect([refus.statut, refus.texte.includes('Seule la direction donne')]).toEqual([409, true])
  const invitee = { prenom: 'Ana', nom: 'Roy', courriel: 'ana@exemple.example', portee: 'toute' }
  expect(
    (await administration.aller('/cooperative/equipe', { ...invitee, roles: 'referent-handicap' })).statut,
  ).toBe(409)
  expect((await adhesion(id)).roles).toEqual(['administration'])
  expect(await courriels()).toEqual([])

  const membre = await entrer(['formateur'])
  const donne = await responsable.aller(`/cooperative/equipe/${membre.id}`, {
    roles: ['formateur', 'referent-handicap'],
    portee: 'toute',
    au: '',
  })
  expect(donne.statut).toBe(303)
  expect((await phrases()).at(-1)).toMatch(
    /référence handicap.*La direction et la personne en sont prévenues\.$/,
  )
  const recus = await courriels()
  expect(recus.map((m) => m.a).toSorted()).toEqual([membre.courriel, responsable.courriel].toSorted())
  expect(recus[0]?.texte).toContain('référence handicap')
})

describe('l’auditrice', () => {
  it('lit la coopérative et le journal, voit jusqu’à quand', async () => {
    for (const url of ['/cooperative', '/cooperative/equipe', '/cooperative/signataires', '/journal'])
      expect((await auditrice.aller(url)).statut, url).toBe(200)
    expect((await auditrice.aller('/cooperative')).texte).toMatch(/lecture seule, jusqu’au 31.décembre.2099/)
    expect((await auditrice.aller('/cooperative/equipe')).texte).not.toContain(responsable.courriel)
  })

  it('n’écrit pas, même par une page qui oublierait de le lui refuser', async () => {
    expect((await auditrice.aller('/distraite')).texte).toBe('25006')
    expect((await responsable.aller('/distraite')).texte).toBe('écrit')
  })

  it('garde la main sur ce qui n’est qu’à elle : son nom, sa sortie', async () => {
    expect((await auditrice.aller('/compte', { prenom: 'Zoé', nom: 'Lu' })).statut).toBe(303)
    const autre = await entrer(['auditeur'])
    expect((await autre.aller('/deconnexion', {})).vers).toBe('/connexion')
  })
})

describe('deux personnes sur la même fiche', () => {
  const ouvrir = async (p: Personne, url: string, contient: string) =>
    formulaireDe((await p.aller(url)).texte, contient)

  it('la seconde à envoyer voit ce qui a changé, garde ce qu’elle avait écrit, et passe ensuite', async () => {
    const url = '/cooperative/identite'
    const [un, deux] = [
      await ouvrir(responsable, url, 'name="siret"'),
      await ouvrir(administration, url, 'name="siret"'),
    ]
    expect((await responsable.aller(url, { ...un, ville: 'Brest', cae: 'on' })).statut).toBe(303)
    // Le même envoi, reçu deux fois, n'est pas le changement d'une autre.
    expect((await responsable.aller(url, { ...un, ville: 'Brest', cae: 'on' })).statut).toBe(303)
    const refus = await administration.aller(url, { ...deux, telephone: '02 99 00 00 00' })
    expect(refus.statut).toBe(409)
    expect(refus.texte).toContain('La fiche a changé pendant que vous écriviez')
    expect(refus.texte.replaceAll(/<[^>]+>|\s+/g, ' ')).toMatch(/Ville +Ailleurs +Brest/)
    const repris = formulaireDe(refus.texte, 'name="siret"')
    expect([repris.ville, repris.telephone, repris.cae]).toEqual([['Brest'], ['02 99 00 00 00'], ['on']])
    expect((await administration.aller(url, repris)).statut).toBe(303)
    const { rows } = await admin.query(
      'select ville, telephone, cae from organisme.organisme where organisme_id = $1',
      [a.organisme],
    )
    expect(rows[0]).toEqual({ ville: 'Brest', telephone: '02 99 00 00 00', cae: true })
  })

  it('au même instant, une seule passe', async () => {
    const url = '/cooperative/identite'
    const [un, deux] = [
      await ouvrir(responsable, url, 'name="siret"'),
      await ouvrir(administration, url, 'name="siret"'),
    ]
    const statuts = await Promise.all([
      responsable.aller(url, { ...un, ville: 'Lorient' }),
      administration.aller(url, { ...deux, ville: 'Vannes' }),
    ])
    expect(statuts.map((r) => r.statut).toSorted()).toEqual([303, 409])
  })

  it('un lieu, l’accès d’une personne : le même refus', async () => {
    const lieu = newId()
    await responsable.aller('/cooperative/etablissements', {
      nom: 'Duras',
      zone: 'Europe/Paris',
      _jeton: lieu,
    })
    const url = `/cooperative/etablissements/${lieu}`
    const [un, deux] = [
      await ouvrir(responsable, url, 'name="capacite"'),
      await ouvrir(administration, url, 'name="capacite"'),
    ]
    expect((await responsable.aller(url, { ...un, capacite: '12' })).statut).toBe(303)
    const r = await administration.aller(url, { ...deux, nom: 'Salle Duras' })
    expect([r.statut, r.texte.includes('Ce lieu a changé')]).toEqual([409, true])
    expect((await administration.aller(url, formulaireDe(r.texte, 'name="capacite"'))).statut).toBe(303)
    const { rows } = await admin.query('select nom, capacite from organisme.etablissement where id = $1', [
      lieu,
    ])
    expect(rows[0]).toEqual({ nom: 'Salle Duras', capacite: 12 })

    const membre = await entrer(['formateur'])
    const sien = `/cooperative/equipe/${membre.id}`
    const [x, y] = [
      await ouvrir(responsable, sien, 'name="roles"'),
      await ouvrir(administration, sien, 'name="roles"'),
    ]
    expect((await responsable.aller(sien, { ...x, roles: ['formateur', 'assistant'] })).statut).toBe(303)
    const refus = await administration.aller(sien, { ...y, au: '31/12/2099' })
    expect([refus.statut, refus.texte.includes('Cette fiche a changé')]).toEqual([409, true])
    expect((await administration.aller(sien, formulaireDe(refus.texte, 'name="roles"'))).statut).toBe(303)
    expect(await adhesion(membre.id)).toEqual({ roles: ['formateur', 'assistant'], au: '2099-12-31' })
  })
})

it('aucune de ces pages n’est tombée en panne', () => {
  expect(pannes).toEqual([])
})

describe('le code demandé à toute l’équipe', () => {
  const du = (jours: number) =>
    admin.query(
      `update compte.exigence set second_facteur_du = (clock_timestamp() at time zone 'Europe/Paris')::date + $2::int where organisme_id = $1`,
      [a.organisme, jours],
    )
  const sujets = async () =>
    Number((await admin.query(`select count(*)::int4 as n from plateforme.courriel`)).rows[0].n)

  it('se règle par la direction, s’annonce à qui n’en a pas, et ne ferme rien avant le jour dit', async () => {
    const formatrice = await entrer(['formateur'])
    expect((await formatrice.aller('/cooperative/securite')).statut).toBe(403)
    expect((await formatrice.aller('/cooperative/securite', { delai: '7' })).statut).toBe(403)
    const page = await responsable.aller('/cooperative/securite')
    expect([page.statut, page.texte.includes(`Membre ${rang}`)]).toEqual([200, true])
    const avant = await sujets()
    expect((await responsable.aller('/cooperative/securite', { delai: '7' })).statut).toBe(303)
    const partis = (await sujets()) - avant
    expect(partis).toBeGreaterThan(2)
    // Le même envoi, reçu deux fois, n’écrit à personne.
    expect((await responsable.aller('/cooperative/securite', { delai: '7' })).statut).toBe(303)
    expect((await sujets()) - avant).toBe(partis)
    expect((await formatrice.aller('/cooperative')).statut).toBe(200)
    expect((await formatrice.aller('/compte/second-facteur')).texte).toContain(
      'demande ce code à toute son équipe',
    )
  })

  it('le jour venu, la coopérative ne s’ouvre plus sans lui, par les pages comme par la base ; avec lui, si', async () => {
    const [sans, avec] = [await entrer(['formateur']), await entrer(['comptable'])]
    await du(0)
    await admin.query(`update compte.compte set totp = '\\x01', totp_le = now() where id = $1`, [avec.id])
    const ferme = await sans.aller('/cooperative')
    expect([ferme.statut, ferme.vers]).toEqual([303, '/compte/second-facteur'])
    expect((await sans.aller('/compte/second-facteur')).statut).toBe(200)
    expect((await avec.aller('/cooperative')).statut).toBe(200)
    const { rows } = await admin.query('select jeton from compte.session where compte_id = $1', [sans.id])
    const ouvert = await services.db.withoutTenant((tx) =>
      sql`select organisme from porte.ouvrir_session(${rows[0].jeton}::bytea)`.execute(tx),
    )
    expect(ouvert.rows).toEqual([])
    await du(1)
    expect((await sans.aller('/cooperative')).statut).toBe(200)
    expect((await responsable.aller('/cooperative/securite', { delai: 'non' })).statut).toBe(303)
    expect(
      (await admin.query('select from compte.exigence where organisme_id = $1', [a.organisme])).rowCount,
    ).toBe(0)
  })

  it('une porte appelée droit par qui ne règle pas la coopérative ne change rien', async () => {
    const formatrice = await entrer(['formateur'])
    for (const qui of [formatrice.id, auditrice.id])
      expect(
        (
          await base.enTantQue(a.organisme, { personne: qui }, (tx) =>
            sql<{ r: boolean }>`select porte.exiger_second_facteur(7) as r`.execute(tx),
          )
        ).rows,
      ).toEqual([{ r: false }])
    // Ni hier, ni dans un an.
    for (const jours of [-1, 365])
      expect(
        (
          await base.enTantQue(a.organisme, { personne: responsable.id }, (tx) =>
            sql<{
              r: boolean
            }>`select porte.exiger_second_facteur(${jours}::int) as r`.execute(tx),
          )
        ).rows,
      ).toEqual([{ r: false }])
  })
})

describe('ce qui sort en rafale', () => {
  it('au-delà de vingt listes en une heure, la direction et la personne déléguée l’apprennent, une fois', async () => {
    const dpo = await entrer(['dpo'])
    const elle = await entrer(['administration'])
    const taches = async () =>
      (
        await base.worker.withoutTenant((tx) =>
          sql<{ payload: Record<string, string> }>`
            with prises as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
              where t.id = j.task_id and t.identifier = 'organisme.alerter-rafale' returning j.payload)
            select payload from prises`.execute(tx),
        )
      ).rows.map((r) => r.payload)
    for (let i = 0; i < 20; i++) expect((await elle.aller('/cooperative/equipe?format=csv')).statut).toBe(200)
    expect(await taches()).toEqual([])
    await elle.aller('/cooperative/equipe?format=csv')
    const vues = await taches()
    expect(vues).toEqual([{ organisme: a.organisme, personne: elle.id, genre: 'export' }])
    const partis = async () =>
      Number((await admin.query('select count(*)::int4 as n from plateforme.courriel')).rows[0].n)
    const avant = await partis()
    const job = moduleOrganisme({ sessionsEnCours: async () => 0 }).jobs?.['organisme.alerter-rafale']
    // À l’heure de la base, qui a daté les adhésions.
    const mener = () =>
      job?.(vues[0] as never, { ...services, db: base.worker, clock: { now: () => new Date() } })
    await mener()
    const dites = (await partis()) - avant
    expect(dites).toBeGreaterThanOrEqual(2)
    await mener()
    expect((await partis()) - avant).toBe(dites)
    expect((await responsable.aller('/journal')).texte).toContain('a emporté beaucoup en une heure')
    expect(dpo.id).toBeDefined()
  })

  it('un compte qui échoue ne coûte son fichier à personne', async () => {
    const elle = await entrer(['administration'])
    await admin.query('revoke execute on function porte.compter_une_sortie from coforme_app')
    expect((await elle.aller('/cooperative/equipe?format=csv')).statut).toBe(200)
    await admin.query('grant execute on function porte.compter_une_sortie to coforme_app')
  })

  it('bien au-delà, plus aucun fichier ne sort avant une heure ; les pages, si', async () => {
    const elle = await entrer(['administration'])
    expect((await elle.aller('/cooperative/equipe?format=csv')).statut).toBe(200)
    await admin.query('update plateforme.limite set compte = 600')
    for (const fichier of ['/cooperative/equipe?format=csv', '/cooperative/equipe?format=xlsx']) {
      const trop = await elle.aller(fichier)
      expect(trop.statut, fichier).toBe(429)
      expect(trop.texte).toContain('Vous avez pris plus de 600 fichiers en une heure')
      expect(trop.texte).not.toContain('essais')
    }
    expect((await elle.aller('/cooperative/equipe')).statut).toBe(200)
    await admin.query('delete from plateforme.limite')
    expect((await elle.aller('/cooperative/equipe?format=csv')).statut).toBe(200)
  })

  it('parmi les six cents, ni un refus ni une adresse sans fichier ne comptent', async () => {
    const elle = await entrer(['formateur'])
    expect((await elle.aller('/cooperative/equipe?format=csv')).statut).toBe(200)
    await admin.query('update plateforme.limite set compte = 599')
    for (const [fichier, refus] of [
      ['/cooperative/securite?format=csv', 403],
      ['/rien.pdf', 404],
      ['/rien.zip', 404],
    ] as const)
      expect((await elle.aller(fichier)).statut, fichier).toBe(refus)
    expect((await elle.aller('/cooperative/equipe?format=csv')).statut).toBe(200)
    expect((await elle.aller('/cooperative/equipe?format=csv')).statut).toBe(429)
    await admin.query('delete from plateforme.limite')
  })

  it('à trois cents recherches en cinq minutes, avec ou sans compte, la suivante attend ; les pages, non', async () => {
    const elle = await entrer(['formateur'])
    const passant = naviguer(app, { origine })
    expect((await elle.aller('/cooperative/equipe?q=roy')).statut).toBe(200)
    expect((await passant.aller('/rien?q=roy')).statut).toBe(404)
    await admin.query('update plateforme.limite set compte = 300')
    for (const qui of [elle, passant]) {
      const trop = await qui.aller('/cooperative/equipe?q=roy')
      expect(trop.statut).toBe(429)
      expect(trop.texte).toContain('Vous avez cherché plus de 300 fois en cinq minutes')
    }
    expect((await elle.aller('/cooperative/equipe?q=')).statut).toBe(200)
    expect((await elle.aller('/cooperative/equipe')).statut).toBe(200)
    await admin.query('delete from plateforme.limite')
    expect((await elle.aller('/cooperative/equipe?q=roy')).statut).toBe(200)
  })

  it('beaucoup de liens partis en une heure, la coopérative le sait aussi', async () => {
    await admin.query(
      `insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
       select sha256(n::text::bytea), 'emargement', $1, $2, gen_random_uuid(), now() + interval '1 hour' from generate_series(1, 500) n`,
      [a.organisme, a.commune],
    )
    const guetter = (seuil: number) =>
      base.worker.withoutTenant((tx) =>
        sql<{ n: number }>`select porte.guetter_liens(${seuil}::int) as n`.execute(tx),
      )
    expect((await guetter(500)).rows).toEqual([{ n: 0 }])
    expect((await guetter(499)).rows).toEqual([{ n: 1 }])
  })
})
