// Long parce que les étapes s’y suivent d’un trait : relues, armées, parties une fois, retenues, refusées, écrites à plusieurs, résumées.
/** Les étapes sur une vraie base : sous le rôle restreint, par la vraie porte du courrier et les vraies tâches. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { EnvoiRetenu, type Message } from '#platform/mail/mail.ts'
import type { AFaire } from '#web/contributions.ts'
import type { SessionDEssai } from '../../src/modules/emargement/test/session-d-essai.ts'
import { envoyer } from '../../src/modules/etapes/jobs/envoyer.job.ts'
import { baseNeuve } from '../base/index.ts'
import { activer, armer, faireMonde, type Monde, vuDe } from './etapes-monde.ts'

const base = await baseNeuve()
const admin = await base.client('admin')

const { poser, monde } = faireMonde(base, admin)

beforeEach(async () => {
  await admin.query('delete from graphile_worker._private_jobs')
})

describe('une étape', () => {
  it('se relit sur la session, mot pour mot, et ne s’arme que relue', async () => {
    const m = monde(await poser())
    expect((await activer(m, 'veille')).status).toBe(303)
    const page = await m.lire(m.url('/etapes/veille'))
    expect(page.texte).toContain('Bonjour Agathe, à demain 9 h, salle Duras. Langue &amp; Lien')
    expect((await m.envoyer(m.url('/etapes/veille'), { vu: 'f'.repeat(64), geste: 'armer' })).status).toBe(
      409,
    )
    // Un geste tu ou inventé n’arme rien, même sur des mots relus.
    for (const champs of [{}, { geste: 'envoyer' }])
      expect((await m.envoyer(m.url('/etapes/veille'), { vu: vuDe(page.texte), ...champs })).status).toBe(422)
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toEqual([])
    expect((await armer(m, 'veille')).status).toBe(303)
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toHaveLength(2)
  })

  it('armée, part une fois à chacun, quel que soit le nombre de tournées et d’ouvriers', async () => {
    const m = monde(await poser())
    await activer(m, 'veille')
    await armer(m, 'veille')
    await Promise.all([m.tourner(), m.tourner()])
    await m.tourner()
    const [tache] = await m.taches('etapes.envoyer')
    if (!tache) throw new Error('rien à la file')
    await Promise.all([m.mener(envoyer, tache), m.mener(envoyer, tache)])
    await m.poster()
    await m.poster()
    expect(m.remis.map((x) => x.a).toSorted()).toEqual(['s0@exemple.example', 's1@exemple.example'])
    expect((await m.envois()).map((e) => e.etat)).toEqual(['parti', 'parti'])
  })

  it('prise par un ouvrier qui n’a pas fini, n’est pas envoyée par un second ; reprise plus tard, garde son identifiant', async () => {
    const m = monde(await poser(1))
    await activer(m, 'veille')
    await armer(m, 'veille')
    await m.tourner()
    const [tache] = await m.taches('etapes.envoyer')
    if (!tache) throw new Error('rien à la file')
    let second = ''
    m.entre(async () => {
      m.entre(async () => {})
      second = await m.mener(envoyer, tache)
      throw new Error('la machine tombe, avant que le serveur ait pris le message')
    })
    expect(await m.mener(envoyer, tache)).toBe('a-rejouer')
    expect(second).toBe('a-rejouer')
    expect(m.remis).toEqual([])
    // L’arrêt fut brutal : la trace est restée « en cours », et personne ne la reprend avant cinq minutes.
    await admin.query(`update etapes.envoi set etat = 'en-cours', refus = null where organisme_id = $1`, [
      m.fil.organisme,
    ])
    expect(await m.mener(envoyer, tache)).toBe('a-rejouer')
    expect(m.remis).toEqual([])
    await admin.query(
      `update etapes.envoi set pris_le = now() - interval '6 minutes' where organisme_id = $1`,
      [m.fil.organisme],
    )
    expect(await m.mener(envoyer, tache)).toBe('faite')
    expect(await m.mener(envoyer, tache)).toBe('faite')
    expect(m.remis.map((x) => x.id)).toEqual([`etape-${String(tache.message)}`])
  })

  it('refusée dans la journée, ne sonne pas dans la nuit : la reprise attend huit heures', async () => {
    const m = monde(await poser(1))
    await activer(m, 'veille')
    await armer(m, 'veille')
    await m.tourner()
    const [tache] = await m.taches('etapes.envoyer')
    if (!tache) throw new Error('rien à la file')
    m.sorts.set('s0@exemple.example', { responseCode: 451 })
    expect(await m.mener(envoyer, tache)).toBe('a-rejouer')
    m.sorts.clear()
    m.aller('2026-11-24T02:00:00Z')
    await expect(envoyer(tache, m.services)).rejects.toMatchObject({
      name: 'EnvoiTropTot',
      reprendreLe: new Date('2026-11-24T07:00:00Z'),
    })
    expect(m.remis).toEqual([])
    m.aller('2026-11-24T07:00:00Z')
    expect(await m.mener(envoyer, tache)).toBe('faite')
    expect(m.remis.map((x) => x.a)).toEqual(['s0@exemple.example'])
  })

  it('ses mots changés, attend d’être relue : ni tournée, ni message déjà à la file', async () => {
    const m = monde(await poser())
    await activer(m, 'veille')
    await armer(m, 'veille')
    await m.tourner()
    await activer(m, 'veille', { corps: 'Bonjour {prenom}, apportez votre livre. {organisme}' })
    await m.poster()
    expect(m.remis).toEqual([])
    expect((await m.lire(m.url('/etapes/veille'))).texte).toContain('à relire avant de partir')
    await armer(m, 'veille')
    await m.tourner()
    await m.poster()
    expect(m.remis.map((x) => x.texte)).toContain('Bonjour Agathe, apportez votre livre. Langue & Lien\n')
    expect(m.remis).toHaveLength(2)
  })

  it('armée pour toutes les sessions, part de celle-ci sans qu’on y touche ; désarmée, plus', async () => {
    const m = monde(await poser())
    await activer(m, 'veille')
    await armer(m, 'veille', 'partout')
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toHaveLength(2)
    const autre = monde(await poser())
    await autre.tourner()
    expect(await autre.taches('etapes.envoyer')).toEqual([])
    expect((await armer(m, 'veille', 'desarmer-partout')).status).toBe(303)
    await m.poster()
    expect(m.remis).toEqual([])
  })

  it('trop tôt ou trop tard, ne part pas', async () => {
    const m = monde(await poser(), '2026-11-22T09:00:00Z')
    await activer(m, 'veille')
    await armer(m, 'veille')
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toEqual([])
    m.aller('2026-11-24T09:00:00Z')
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toEqual([])
  })

  it('se voit venir à la boîte d’envoi, puis partie ; filtrée, emportée', async () => {
    const m = monde(await poser())
    await activer(m, 'veille')
    expect((await m.lire('/envois')).texte).toContain('Aucun courriel n’est encore parti.')
    await armer(m, 'veille')
    await m.tourner()
    await m.poster()
    const { status, texte } = await m.lire('/envois')
    expect(status).toBe(200)
    expect(texte).toMatch(/id="partira".*Rappel de la veille.*S-2026-\d+/)
    for (const { a } of m.remis) expect(texte.split('id="parti"')[1]).toContain(a)
    expect((await m.lire('/envois?etat=refuse')).texte).toContain('Aucun courriel ne répond à ce filtre.')
    expect((await m.lire('/envois?q=s1%40exemple')).texte).not.toContain('s0@exemple.example')
    expect((await m.lire('/envois?format=csv')).texte).toMatch(/Date;À;Adresse;Objet.*s0@exemple.example/)
    m.comme(['formateur'])
    expect((await m.lire('/envois')).status).toBe(403)
  })

  it('inconnue, ou d’une session d’ailleurs, n’existe pas', async () => {
    const [m, autre] = [monde(await poser()), await poser()]
    expect((await m.lire(m.url('/etapes/facture'))).status).toBe(404)
    expect((await m.lire(m.url('/etapes/zzz'))).status).toBe(404)
    expect((await m.lire(`/sessions/${autre.session}/envois`)).status).toBe(404)
  })

  it('refuse des mots qu’elle ne sait pas remplacer, et un lien oublié', async () => {
    const m = monde(await poser())
    expect((await activer(m, 'veille', { corps: 'Bonjour {prenon}, à demain' })).status).toBe(422)
    const sans = await activer(m, 'convocation', {
      ecart: '-7',
      objet: 'Convocation',
      corps: 'Bonjour {prenom}, venez.',
    })
    expect(sans.status).toBe(422)
    expect(sans.texte).toContain('{lien}')
  })
})

describe('les liens d’émargement', () => {
  it('partent au début de la demi-journée, une fois, avec les mots de la coopérative', async () => {
    const m = monde(await poser(), '2026-11-24T07:00:00Z')
    await activer(m, 'lien-emargement', {
      ecart: '0',
      objet: 'Signez ici, {demi_journee}',
      corps: 'Bonjour {prenom}, signez « {formation} » : {lien}',
    })
    await armer(m, 'lien-emargement')
    await m.tourner()
    expect(await m.taches('emargement.envoyer-lien')).toEqual([])
    m.aller('2026-11-24T08:05:00Z')
    await Promise.all([m.tourner(), m.tourner()])
    await m.tourner()
    expect(await m.taches('emargement.envoyer-lien')).toHaveLength(2)
    await m.poster()
    await m.poster()
    expect(m.remis).toHaveLength(2)
    expect(m.remis[0]?.texte).toMatch(
      /^Bonjour \S+, signez « Anglais professionnel » : http:\/\/localhost:3000\/emargement\/\S+$/,
    )
    expect(m.remis[0]?.objet.replaceAll('\u00a0', ' ')).toContain('24 novembre 2026')
  })
})

describe('un arrêt', () => {
  const pretes = async () => {
    const m = monde(await poser())
    await activer(m, 'veille')
    await armer(m, 'veille')
    return m
  }

  it('de la session retient ce qui n’est pas parti ; levé, il repart', async () => {
    const m = await pretes()
    await m.tourner()
    expect((await m.envoyer(m.url(), { geste: 'arreter' })).status).toBe(303)
    expect(await m.poster()).toEqual(['retenue', 'retenue'])
    expect((await m.envois()).map((e) => e.raison)).toEqual(['arret', 'arret'])
    expect((await m.lire(m.url())).texte).toContain('session arrêtée')
    await m.tourner()
    expect(m.remis).toEqual([])
    await m.envoyer(m.url(), { geste: 'reprendre' })
    await admin.query('delete from graphile_worker._private_jobs')
    await m.tourner()
    await m.poster()
    expect(m.remis).toHaveLength(2)
  })

  it('levé après le jour, ne fait plus rien partir', async () => {
    const m = await pretes()
    await m.tourner()
    await m.envoyer(m.url(), { geste: 'arreter' })
    await m.poster()
    await m.envoyer(m.url(), { geste: 'reprendre' })
    await admin.query('delete from graphile_worker._private_jobs')
    m.aller('2026-11-24T09:00:00Z')
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toEqual([])
  })

  it('sans serveur d’envoi, la page des envois mène à la boîte d’essai, et n’y mène que qui l’ouvrirait', async () => {
    const m = monde(await poser())
    const mene = async () => (await m.lire('/cooperative/envois')).texte.includes('href="/courriels"')
    expect(await mene()).toBe(false)
    m.administrer('192.0.2.7')
    expect(await mene()).toBe(false)
    m.administrer('127.0.0.1')
    expect(await mene()).toBe(true)
  })

  it('de toute la coopérative, d’une étape, d’une personne : chacun ne retient que le sien', async () => {
    const m = await pretes()
    await m.envoyer('/cooperative/envois', { geste: 'arreter' })
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toEqual([])
    expect((await m.lire('/cooperative/envois')).texte).toContain('tout est arrêté')
    await m.envoyer('/cooperative/envois', { geste: 'reprendre' })
    await m.envoyer(m.url('/etapes/veille'), { geste: 'arreter', vu: '' })
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toEqual([])
    await m.envoyer(m.url('/etapes/veille'), { geste: 'reprendre', vu: '' })
    const { rows } = await admin.query<{ id: string }>(
      `select id from tiers.personne where organisme_id = $1 and courriel = 's0@exemple.example'`,
      [m.fil.organisme],
    )
    await m.envoyer(`/personnes/${rows[0]?.id}/envois`, { geste: 'arreter' })
    await m.tourner()
    await m.poster()
    expect(m.remis.map((x) => x.a)).toEqual(['s1@exemple.example'])
  })
})

describe('une adresse', () => {
  it('que le serveur refuse ne reçoit plus rien, et quelqu’un l’apprend ; rétablie, elle reçoit', async () => {
    const m = monde(await poser())
    await activer(m, 'veille')
    await armer(m, 'veille')
    m.sorts.set('s0@exemple.example', { responseCode: 550, command: 'RCPT TO' })
    await m.tourner()
    expect((await m.poster()).toSorted()).toEqual(['faite', 'retenue'])
    expect(await m.envois()).toMatchObject([
      { etat: 'refuse', raison: 'serveur', refus: '550', adresse: 's0@exemple.example' },
      { etat: 'parti' },
    ])
    expect((await m.lire(m.url())).texte).toContain('Adresses à refaire')
    // Un autre envoi, d’un geste cette fois : retenu sans même joindre le serveur.
    m.sorts.clear()
    const lien = {
      ...m.remis[0],
      a: 's0@exemple.example',
      objet: 'Autre',
      texte: 'Bonjour',
      id: 'autre',
    } as Message
    const suivi = { organisme: m.fil.organisme, activite: m.fil.activite, etape: 'convocation' }
    await expect(m.services.mailer.send({ ...lien, suivi })).rejects.toThrow(EnvoiRetenu)
    expect(m.remis.map((x) => x.a)).toEqual(['s1@exemple.example'])
    const { rows } = await admin.query<{ id: string }>(
      `select id from tiers.personne where organisme_id = $1 and courriel = 's0@exemple.example'`,
      [m.fil.organisme],
    )
    const page = await m.lire(`/personnes/${rows[0]?.id}/envois`)
    expect(page.texte).toContain('refusée le')
    await m.envoyer(`/personnes/${rows[0]?.id}/envois`, { geste: 'retablir' })
    await m.services.mailer.send({ ...lien, suivi })
    expect(m.remis.at(-1)?.a).toBe('s0@exemple.example')
  })

  it('refusée pour le moment se rejoue ; un refus du serveur lui-même ne la condamne pas', async () => {
    const m = monde(await poser(1))
    await activer(m, 'veille')
    await armer(m, 'veille')
    await m.tourner()
    m.sorts.set('s0@exemple.example', { responseCode: 451, command: 'RCPT TO' })
    expect(await m.poster()).toEqual(['a-rejouer'])
    expect(await m.envois()).toMatchObject([{ etat: 'attente', refus: '451' }])
    m.sorts.set('s0@exemple.example', { responseCode: 554, command: 'DATA' })
    expect(await m.poster()).toEqual(['retenue'])
    expect(await m.envois()).toMatchObject([{ etat: 'refuse', refus: '554', essais: 2 }])
    expect((await m.lire(m.url())).texte).not.toContain('Adresses à refaire')
  })

  it('signalée par quelqu’un, pareil ; qui ne fait que lire n’y touche pas', async () => {
    const m = monde(await poser(1))
    const { rows } = await admin.query<{ id: string }>(
      'select id from tiers.personne where organisme_id = $1 and courriel is not null',
      [m.fil.organisme],
    )
    const url = `/personnes/${rows[0]?.id}/envois`
    m.comme(['auditeur'], { lecture: true })
    expect((await m.lire(url)).texte).not.toContain('Signaler')
    expect((await m.envoyer(url, { geste: 'signaler' })).status).toBe(403)
    expect((await m.lire(m.url('/ecrire'))).status).toBe(403)
    m.comme(['responsable'], { assistance: true })
    expect((await m.envoyer(m.url(), { geste: 'arreter' })).status).toBe(403)
    m.comme(['assistant'])
    expect((await m.envoyer(url, { geste: 'signaler' })).status).toBe(303)
    expect((await m.lire(url)).texte).toContain('signalée le')
  })
})

describe('un message à plusieurs', () => {
  const brouillon = async (m: Monde, nature = 'service', objet = 'La salle change') => {
    const r = await m.envoyer(m.url('/ecrire'), {
      publics: 'stagiaires',
      nature,
      objet,
      corps: 'Bonjour {prenom}, la salle change : {lieu}.',
    })
    expect(r.status).toBe(303)
    return r.vers
  }
  const cibles = ['s0@exemple.example', 's1@exemple.example']

  it('se relit pour chacun, et confirmé deux fois part une fois', async () => {
    const m = monde(await poser())
    const url = await brouillon(m)
    expect((await m.lire(url)).texte).toContain('Bonjour Agathe, la salle change : salle Duras.')
    const confirmer = () => m.envoyer(url, { revision: '1', garde: cibles, geste: 'envoyer' })
    await Promise.all([confirmer(), confirmer()])
    await confirmer()
    expect(await m.taches('etapes.envoyer')).toHaveLength(2)
    await m.poster()
    await m.poster()
    expect(m.remis.map((x) => x.a).toSorted()).toEqual(cibles)
    expect(m.remis.every((x) => x.desinscription === undefined)).toBe(true)
    expect((await m.lire(url)).texte).toContain('parti')
  })

  it('repris depuis, se relit ; sans personne de coché, ne part pas', async () => {
    const m = monde(await poser())
    const url = await brouillon(m)
    await m.envoyer(`${url}/reprendre`, {
      publics: 'stagiaires',
      nature: 'service',
      objet: 'La salle change encore',
      corps: 'Bonjour {prenom}, autre salle.',
      revision: '1',
    })
    expect((await m.envoyer(url, { revision: '1', garde: cibles, geste: 'envoyer' })).status).toBe(409)
    expect((await m.envoyer(url, { revision: '2', geste: 'envoyer' })).status).toBe(409)
    expect(await m.taches('etapes.envoyer')).toEqual([])
    expect(
      (await m.envoyer(url, { revision: '2', garde: 'intrus@exemple.example', geste: 'envoyer' })).status,
    ).toBe(409)
    expect((await m.envoyer(url, { revision: '2', geste: 'jeter' })).status).toBe(303)
    expect((await m.lire(url)).status).toBe(404)
  })

  it('d’information, porte de quoi s’en désabonner ; qui l’a fait n’en reçoit plus, mais reçoit ce qui lui est dû', async () => {
    const m = monde(await poser())
    const url = await brouillon(m, 'information', 'Nos nouvelles formations')
    await m.envoyer(url, { revision: '1', garde: cibles, geste: 'envoyer' })
    await m.poster()
    const recu = m.remis.find((x) => x.a === 's0@exemple.example')
    const fin = recu?.desinscription?.replace('http://localhost:3000', '') ?? ''
    expect(recu?.texte).toContain(fin)
    expect((await m.lire(fin.replace(/.{3}\/fin$/, 'AAA/fin'))).status).toBe(404)
    expect((await m.lire(fin)).texte).toContain('Ne plus recevoir')
    expect(await m.cliquer(fin)).toBe(200)
    expect(await m.cliquer(m.url())).toBe(403)
    expect((await m.envoyer(fin)).status).toBe(200)
    const suite = await brouillon(m, 'information', 'Encore des nouvelles')
    expect((await m.lire(suite)).texte).toContain('ne veut plus d’informations')
    await m.envoyer(suite, { revision: '1', garde: cibles, geste: 'envoyer' })
    const service = await brouillon(m, 'service')
    await m.envoyer(service, { revision: '1', garde: cibles, geste: 'envoyer' })
    await m.poster()
    const a0 = m.remis.filter((x) => x.a === 's0@exemple.example').map((x) => x.objet)
    expect(a0).toEqual(['Nos nouvelles formations', 'La salle change'])
  })

  it('confirmé puis désabonné avant l’envoi, est retenu à la porte', async () => {
    const m = monde(await poser(1))
    const premier = await brouillon(m, 'information', 'Nos nouvelles formations')
    await m.envoyer(premier, { revision: '1', garde: cibles, geste: 'envoyer' })
    await m.poster()
    const second = await brouillon(m, 'information', 'Encore des nouvelles')
    await m.envoyer(second, { revision: '1', garde: cibles, geste: 'envoyer' })
    await m.envoyer(m.remis[0]?.desinscription?.replace('http://localhost:3000', '') ?? '')
    await m.poster()
    expect(m.remis).toHaveLength(1)
    expect((await m.envois()).map((e) => e.raison)).toEqual([null, 'desabonnement'])
  })
})

describe('les avis aux membres', () => {
  const adherer = (fil: SessionDEssai) =>
    base.maintenance(async (tx) => {
      await sql`insert into compte.compte (id, courriel, prenom, nom, sel, parametres, derivee)
        values (${fil.personne}, ${`${fil.code}@exemple.example`}, 'Rosa', 'Lune', ${randomBytes(16)}, 'argon2id m=19456 t=2 p=1', ${randomBytes(32)})`.execute(
        tx,
      )
      await sql`insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le, du)
        values (${fil.organisme}, ${fil.personne}, '{responsable}', true, now(), '2020-01-01')`.execute(tx)
    })
  const choisir = (m: Monde, choix: Record<string, string> = {}) =>
    m.envoyer('/compte/avertissements', {
      'a-faire': 'jamais',
      visa: 'jour',
      reclamation: 'jour',
      reponse: 'jour',
      'courriel-refuse': 'jour',
      feuille: 'aussitot',
      appel: 'aussitot',
      reunion: 'aussitot',
      ...choix,
    })
  const visa: AFaire = {
    href: '/visas',
    verbe: 'Viser',
    chose: 'la convention CV-1',
    detail: 'Rien n’engage avant.',
    geste: 'Viser',
    avis: 'visa',
  }
  const ecrire = (m: Monde, id: string) =>
    m.services.mailer.send({
      a: `${m.fil.code}@exemple.example`,
      id,
      objet: 'Réunion du pôle',
      texte: 'Bonjour',
      avis: { organisme: m.fil.organisme, genre: 'reunion', phrase: 'Réunion du pôle', href: '/poles' },
    })
  const membre = async (depart = '2026-11-24T05:00:00Z') => {
    const fil = await poser()
    await adherer(fil)
    return monde(fil, depart)
  }

  it('le résumé part une fois par jour, après sept heures chez elle, et se tait quand il n’a rien à dire', async () => {
    const m = await membre()
    m.choses.push(visa)
    await m.avertir()
    expect(m.remis).toEqual([])
    m.aller('2026-11-24T06:10:00Z')
    await Promise.all([m.avertir(), m.avertir()])
    await m.avertir()
    expect(m.remis.map((x) => x.objet)).toEqual(['Votre journée chez Langue & Lien\u00a0: 1 chose'])
    m.aller('2026-11-25T06:10:00Z')
    await m.avertir()
    expect(m.remis).toHaveLength(1)
  })

  it('aussitôt, l’apprend une fois ; jamais, ne l’apprend pas', async () => {
    const m = await membre()
    await choisir(m, { visa: 'aussitot' })
    m.choses.push(visa)
    await m.avertir()
    await m.avertir()
    expect(m.remis.map((x) => x.objet)).toEqual(['Viser la convention CV-1. Rien n’engage avant.'])
    const muet = await membre('2026-11-24T09:00:00Z')
    await choisir(muet, { visa: 'jamais', page: 'visa' })
    muet.choses.push(visa)
    await muet.avertir()
    expect(muet.remis).toEqual([])
    // Que le courriel ne lui dit pas, sa page le lui dit ; ce qu’elle n’y veut pas n’y est pas.
    const nouvelles = async () =>
      (await muet.lire('/compte/avertissements')).texte.split('id="nouvelles"')[1]?.split('<form')[0] ?? ''
    expect(await nouvelles()).toContain('Viser la convention CV-1')
    await choisir(muet, { visa: 'jamais', page: 'feuille' })
    expect(await nouvelles()).not.toContain('CV-1')
    await choisir(muet, { visa: 'jamais', page: 'visa' })
    expect(await nouvelles()).toContain('CV-1')
    // Un droit, une enseigne s’en va : ce qui fut montré ne l’est plus. Un droit de plus n’ôte rien.
    const donner = (roles: string, enseignes?: string) =>
      base.maintenance((tx) =>
        sql`update compte.adhesion set roles = ${roles}::text[], toutes = ${enseignes === undefined}, activites = ${enseignes ?? '{}'}::uuid[]
          where organisme_id = ${muet.fil.organisme}`.execute(tx),
      )
    await donner('{formateur}')
    expect(await nouvelles()).not.toContain('CV-1')
    await donner('{responsable}', `{${muet.fil.activite}}`)
    expect(await nouvelles()).not.toContain('CV-1')
    await donner('{responsable,comptable}')
    expect(await nouvelles()).toContain('CV-1')
  })

  it('la liste du jour se redit chaque matin à qui l’a demandée', async () => {
    const m = await membre('2026-11-24T09:00:00Z')
    await choisir(m, { 'a-faire': 'jour', visa: 'jamais' })
    m.choses.push(visa, {
      href: '/sessions',
      verbe: 'Clore',
      chose: 'une feuille',
      detail: 'Hier.',
      geste: 'Ouvrir',
    })
    await m.avertir()
    m.aller('2026-11-25T09:00:00Z')
    await m.avertir()
    expect(m.remis.map((x) => x.objet)).toEqual([
      'Votre journée chez Langue & Lien\u00a0: 2 choses',
      'Votre journée chez Langue & Lien\u00a0: 2 choses',
    ])
  })

  it('un courriel qui partait déjà attend le résumé de qui le préfère, et n’y est qu’une fois', async () => {
    const m = await membre()
    await ecrire(m, 'reunion-1')
    expect(m.remis).toHaveLength(1)
    await choisir(m, { reunion: 'jour' })
    await ecrire(m, 'reunion-2')
    await ecrire(m, 'reunion-2')
    expect(m.remis).toHaveLength(1)
    m.aller('2026-11-24T09:00:00Z')
    await m.avertir()
    expect(m.remis[1]?.texte.match(/Réunion du pôle/g)).toHaveLength(1)
    await choisir(m, { reunion: 'jamais' })
    await ecrire(m, 'reunion-3')
    expect(m.remis).toHaveLength(2)
  })

  it('nul ne règle ceux d’un autre, ni depuis un accès qui lit', async () => {
    const m = await membre()
    await expect(
      base.enTantQue(
        m.fil.organisme,
        { personne: '00000000-0000-7000-8000-000000000001' as PersonneId },
        (tx) =>
          sql`insert into etapes.cadence (compte_id, genre, quand, choisi_le) values (${m.fil.personne}, 'visa', 'jamais', now())`.execute(
            tx,
          ),
      ),
    ).rejects.toMatchObject({ code: '42501' })
    m.comme(['auditeur'], { lecture: true })
    expect((await choisir(m)).status).toBe(403)
  })
})

describe('la matrice', () => {
  it('nomme chacun et chaque étape, et s’emporte', async () => {
    const m = monde(await poser())
    const page = await m.lire(m.url())
    expect(page.status).toBe(200)
    for (const mot of [
      'Agathe Pons',
      'Convocation',
      'attendu le',
      'en retard le',
      'Relire et armer',
      'Aucun courriel',
    ])
      expect(page.texte).toContain(mot)
    await activer(m, 'veille')
    await armer(m, 'veille')
    await m.tourner()
    await m.poster()
    const apres = await m.lire(m.url())
    expect(apres.texte).toContain('fait le 23 nov.')
    const csv = await m.lire(m.url('.csv'))
    expect(csv.texte).toContain('s0@exemple.example;"Rappel de la veille"'.replaceAll('"', ''))
  })

  it('ne se montre pas à qui ne lit que ses clients', async () => {
    const m = monde(await poser())
    m.comme(['comptable'])
    expect((await m.lire(m.url())).status).toBe(200)
    expect((await m.lire(m.url('/etapes/convocation'))).status).toBe(403)
    m.comme(['dpo'])
    expect((await m.lire(m.url())).status).toBe(403)
  })
})
