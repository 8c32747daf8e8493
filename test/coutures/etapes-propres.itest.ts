/** Les étapes d’une coopérative, les messages hors d’une session, et qui n’est plus concerné à l’heure de l’envoi. */
import { beforeEach, describe, expect, it } from 'vitest'
import { noterRebond } from '../../src/modules/etapes/gestes/noter-rebond.ts'
import { baseNeuve } from '../base/index.ts'
import { armer, faireMonde, type Monde } from './etapes-monde.ts'

const base = await baseNeuve()
const admin = await base.client('admin')
const { poser, monde } = faireMonde(base, admin)

beforeEach(async () => {
  await admin.query('delete from graphile_worker._private_jobs')
})

const ajouter = (m: Monde, champs: Readonly<Record<string, string>> = {}) =>
  m.envoyer('/cooperative/envois/nouvelle', {
    nom: 'Plan d’accès',
    publics: 'stagiaires',
    jours: '1',
    bord: 'avant',
    objet: 'Comment venir : {formation}',
    corps: 'Bonjour {prenom}, sonnez au fond de la cour. {organisme}',
    ...champs,
  })
const codeDe = async (m: Monde): Promise<string> =>
  /\/cooperative\/envois\/(propre-[a-p]{32})/.exec((await m.lire('/cooperative/envois')).texte)?.[1] ?? ''

describe('une étape que la coopérative ajoute', () => {
  it('ne part qu’une fois relue et armée, une fois par personne, et se nomme au journal', async () => {
    const m = monde(await poser())
    expect((await ajouter(m)).status).toBe(303)
    const code = await codeDe(m)
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toEqual([])
    expect((await m.lire(m.url(`/etapes/${code}`))).texte).toContain('Bonjour Agathe, sonnez au fond')
    expect((await armer(m, code)).status).toBe(303)
    await Promise.all([m.tourner(), m.tourner()])
    await m.poster()
    await m.poster()
    expect(m.remis.map((x) => [x.a, x.objet]).toSorted()).toEqual([
      ['s0@exemple.example', 'Comment venir : Anglais professionnel'],
      ['s1@exemple.example', 'Comment venir : Anglais professionnel'],
    ])
    const matrice = await m.lire(m.url())
    expect(matrice.texte).toMatch(/Plan d’accès, 23 nov/)
    expect(matrice.texte).toContain('Comment venir')
    expect((await m.lire(m.url('.csv'))).texte).toContain('Plan d’accès')
  })

  it('ses mots changés attendent d’être relus ; renommée, elle garde ce qui fut lu', async () => {
    const m = monde(await poser(1))
    await ajouter(m)
    const code = await codeDe(m)
    await armer(m, code, 'partout')
    const regler = (champs: Readonly<Record<string, string>>) =>
      m.envoyer(`/cooperative/envois/${code}`, {
        active: 'on',
        ecart: '-1',
        relances: '',
        nom: 'Venir chez nous',
        objet: 'Comment venir : {formation}',
        corps: 'Bonjour {prenom}, sonnez au fond de la cour. {organisme}',
        ...champs,
      })
    expect((await regler({})).status).toBe(303)
    expect((await m.lire('/cooperative/envois')).texte).toContain('Venir chez nous')
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toHaveLength(1)
    await regler({ corps: 'Bonjour {prenom}, la cour est fermée. {organisme}' })
    await m.poster()
    expect(m.remis).toEqual([])
    expect((await m.lire(m.url(`/etapes/${code}`))).texte).toContain('à relire avant de partir')
  })

  it('retirée, ne part plus et quitte la matrice ; remise, elle se relit', async () => {
    const m = monde(await poser(1))
    await ajouter(m)
    const code = await codeDe(m)
    await armer(m, code)
    await m.tourner()
    expect((await m.envoyer(`/cooperative/envois/${code}/retirer`)).status).toBe(303)
    await m.poster()
    expect(m.remis).toEqual([])
    expect((await m.lire(m.url())).texte).not.toContain('Plan d’accès')
    expect((await m.lire(m.url(`/etapes/${code}`))).status).toBe(404)
    expect((await m.lire('/cooperative/envois')).texte).toContain('Étapes retirées')
    await m.envoyer(`/cooperative/envois/${code}/remettre`)
    await admin.query('delete from graphile_worker._private_jobs')
    await m.tourner()
    expect(await m.taches('etapes.envoyer')).toEqual([])
    expect((await m.lire(m.url(`/etapes/${code}`))).texte).toContain('ne part pas seule')
  })

  it('retirée, ne se remet pas au-delà de vingt, et le dit', async () => {
    const m = monde(await poser(1))
    await ajouter(m)
    const code = await codeDe(m)
    await m.envoyer(`/cooperative/envois/${code}/retirer`)
    await admin.query(
      `insert into etapes.propre (organisme_id, code, nom, publics, ancre, cree_le, cree_par)
        select $1, 'propre-' || translate(md5(n::text), '0123456789', 'ghijklmnop'), 'Étape ' || n, 'stagiaires', 'debut', now(), $2
          from generate_series(1, 20) n`,
      [m.fil.organisme, m.fil.personne],
    )
    await m.envoyer(`/cooperative/envois/${code}/remettre`)
    const { rows } = await admin.query<{ retiree: boolean }>(
      'select retire_le is not null as retiree from etapes.propre where organisme_id = $1 and code = $2',
      [m.fil.organisme, code],
    )
    expect(rows).toEqual([{ retiree: true }])
    await admin.query('delete from etapes.propre where organisme_id = $1 and code <> $2', [
      m.fil.organisme,
      code,
    ])
    await m.envoyer(`/cooperative/envois/${code}/remettre`)
    expect((await m.lire('/cooperative/envois')).texte).not.toContain('Étapes retirées')
  })

  it('aux clients nomme le client et ses stagiaires ; un mot d’un autre public est refusé', async () => {
    const m = monde(await poser(1))
    const refus = await ajouter(m, { corps: 'Bonjour {prenom}, pour {client}, à demain.' })
    expect(refus.status).toBe(422)
    expect(refus.texte).toContain('{client}')
    expect((await ajouter(m, { publics: 'clients', corps: 'Pour {client} : {stagiaires}.' })).status).toBe(
      303,
    )
    expect((await ajouter(m, { jours: '0' })).status).toBe(422)
    expect((await ajouter(m, { publics: 'financeurs' })).status).toBe(422)
  })

  it('se règle par qui convoque partout, jamais en lecture seule, ni depuis une autre coopérative', async () => {
    const [m, autre] = [monde(await poser(1)), monde(await poser(1))]
    await ajouter(m)
    const code = await codeDe(m)
    expect((await autre.lire('/cooperative/envois')).texte).not.toContain('Plan d’accès')
    expect((await autre.envoyer(`/cooperative/envois/${code}/retirer`)).status).toBe(404)
    m.comme(['responsable'], { lecture: true })
    expect((await ajouter(m)).status).toBe(403)
    expect((await m.envoyer(`/cooperative/envois/${code}/retirer`)).status).toBe(403)
  })
})

describe('entre le dépôt et l’envoi', () => {
  it('qui s’est désisté ne reçoit rien, et le journal dit pourquoi ; revenu, son message part', async () => {
    const m = monde(await poser())
    await ajouter(m)
    await armer(m, await codeDe(m))
    await m.tourner()
    const clore = (quand: string | null) =>
      admin.query(
        `update inscriptions.inscription i set close_le = $2::timestamptz, etat = $3, motif = $4 from tiers.personne p
          where p.organisme_id = i.organisme_id and p.id = i.personne_id and i.organisme_id = $1 and p.courriel = 's0@exemple.example'`,
        [m.fil.organisme, quand, quand ? 'annule' : 'inscrit', quand ? 'Désistement' : null],
      )
    await clore('2026-11-23T09:00:00Z')
    await m.poster()
    expect(m.remis.map((x) => x.a)).toEqual(['s1@exemple.example'])
    expect((await m.envois()).map((e) => [e.adresse, e.etat, e.raison])).toContainEqual([
      's0@exemple.example',
      'retenu',
      'plus-concerne',
    ])
    expect((await m.lire(m.url())).texte).toContain('la personne n’en est plus')
    await clore(null)
    await admin.query('delete from graphile_worker._private_jobs')
    await m.tourner()
    await m.poster()
    expect(m.remis.map((x) => x.a)).toEqual(['s1@exemple.example', 's0@exemple.example'])
  })
})

const idsDe = (texte: string): string[] =>
  [...texte.matchAll(/name="personne" value="([0-9a-f-]{36})"/g)].map((x) => x[1] ?? '')
const ecrire = async (m: Monde, champs: Readonly<Record<string, string | readonly string[]>> = {}) => {
  const page = await m.lire('/messages/nouveau?qui=stagiaire')
  return m.envoyer('/messages/nouveau', {
    personne: idsDe(page.texte),
    nature: 'information',
    objet: 'Portes ouvertes',
    corps: 'Bonjour {prenom}, {organisme} ouvre ses portes jeudi.',
    revision: '',
    ...champs,
  })
}

describe('écrire hors d’une session', () => {
  it('chercher ne coche personne ; un geste coche toutes celles que l’on voit, et la page le dit', async () => {
    const m = monde(await poser(3))
    const cochees = (texte: string) => texte.match(/name="personne"[^>]*checked/g)?.length ?? 0
    const vue = (await m.lire('/messages/nouveau?qui=stagiaire')).texte
    expect([cochees(vue), vue.includes('cochez qui le recevra')]).toEqual([0, true])
    const [, lien = ''] = /href="(\/messages\/nouveau\?[^"]*tous=oui[^"]*)"/.exec(vue) ?? []
    const tous = (await m.lire(lien.replaceAll('&amp;', '&'))).texte
    expect(cochees(tous)).toBe(idsDe(tous).length)
    expect(tous).toContain('décochez qui ne le recevra pas')
  })
  it('à des personnes choisies : relu pour chacune, parti une fois, désabonnement compris', async () => {
    const m = monde(await poser(3))
    const ecrit = await ecrire(m)
    expect(ecrit.status).toBe(303)
    const brouillon = await m.lire(ecrit.vers)
    expect(brouillon.texte).toContain('Bonjour Agathe, Langue &amp; Lien ouvre ses portes')
    expect(m.remis).toEqual([])
    const envoi = {
      revision: '1',
      garde: ['s0@exemple.example', 's1@exemple.example'],
      geste: 'envoyer',
    }
    await Promise.all([m.envoyer(ecrit.vers, envoi), m.envoyer(ecrit.vers, envoi)])
    await m.poster()
    await m.poster()
    expect(m.remis.map((x) => x.a).toSorted()).toEqual(['s0@exemple.example', 's1@exemple.example'])
    const lien = /\/informations\/\S+\/fin/.exec(m.remis[0]?.texte ?? '')?.[0] ?? ''
    expect(await m.cliquer(lien)).toBe(200)
    // Au suivant, qui s’est désabonné est écarté ; un message de service le joint encore.
    const [fini = ''] = m.remis.map((x) => x.a)
    expect((await m.lire((await ecrire(m)).vers)).texte).toMatch(new RegExp(`écarté[^.]*${fini}`))
    expect((await m.lire((await ecrire(m, { nature: 'service' })).vers)).texte).not.toContain('écarté')
    expect((await m.lire('/messages')).texte).toContain('Portes ouvertes')
    expect((await m.envois()).every((e) => e.code === 'ecrit' && e.etat === 'parti')).toBe(true)
  })

  it('refuse un mot de session, une liste vide, une personne d’ailleurs', async () => {
    const [m, autre] = [monde(await poser(1)), monde(await poser(1))]
    expect((await ecrire(m, { corps: 'Votre session commence {debut}.' })).texte).toContain('{debut}')
    expect((await ecrire(m, { personne: [] })).status).toBe(422)
    const coche = /name="personne" value="[0-9a-f-]{36}" checked/
    expect((await ecrire(m, { objet: '' })).texte).toMatch(coche)
    const ailleurs = idsDe((await autre.lire('/messages/nouveau?qui=stagiaire')).texte)
    expect(ailleurs).toHaveLength(1)
    expect((await ecrire(m, { personne: ailleurs })).status).toBe(422)
    const ecrit = (await ecrire(m)).vers
    expect((await autre.lire(ecrit)).status).toBe(404)
    expect((await autre.envoyer(ecrit, { revision: '1', garde: 's0@exemple.example' })).status).toBe(404)
  })

  it('repris, son texte et ses personnes changent ; jeté, il n’est plus ; personne n’en lit sans droit', async () => {
    const m = monde(await poser(2))
    const ecrit = (await ecrire(m)).vers
    const reprise = (await m.lire(`${ecrit}/reprendre`)).texte
    expect(reprise).toContain('name="revision" value="1"')
    const ids = idsDe(reprise)
    expect(ids).toHaveLength(2)
    await m.envoyer(`${ecrit}/reprendre`, {
      personne: ids.slice(0, 1),
      nature: 'service',
      objet: 'Nos horaires',
      corps: 'Bonjour {prenom}, nous fermons à 18 h.',
      revision: '1',
    })
    const relu = (await m.lire(ecrit)).texte
    expect(relu).toContain('nous fermons à 18 h')
    expect(relu).toContain('1 personne le recevra')
    m.comme(['comptable'])
    expect((await m.lire(ecrit)).status).toBe(403)
    m.comme(['responsable'], { lecture: true })
    expect((await m.lire('/messages/nouveau')).status).toBe(403)
    m.comme(['assistant'])
    expect((await m.envoyer(ecrit, { revision: '2', geste: 'jeter' })).status).toBe(303)
    expect((await m.lire(ecrit)).status).toBe(404)
  })
})

describe('un courriel revenu plus tard', () => {
  const avis = (message: string, adresse: string, statut = '5.1.1') =>
    new File(
      [
        `Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; ${adresse}\nAction: failed\nStatus: ${statut}\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <${message}@coforme.example>\n\n--b--\n`,
      ],
      'avis.eml',
      { type: 'message/rfc822' },
    )
  const partir = async (m: Monde): Promise<string> => {
    await ajouter(m)
    await armer(m, await codeDe(m))
    await m.tourner()
    await m.poster()
    return (
      await admin.query<{ message: string }>(
        `select message from etapes.envoi where organisme_id = $1 and adresse = 's0@exemple.example'`,
        [m.fil.organisme],
      )
    ).rows[0]?.message as string
  }

  it('condamne l’adresse, une fois, et seulement si le message est d’ici et l’adresse la sienne', async () => {
    const [m, autre] = [monde(await poser()), monde(await poser(1))]
    const message = await partir(m)
    const donner = (qui: Monde, f: File) => qui.deposer('/messages/revenu', { fichier: f })
    expect((await donner(autre, avis(message, 's0@exemple.example'))).status).toBe(303)
    expect((await donner(m, avis(message, 's1@exemple.example'))).status).toBe(303)
    expect((await m.envois()).map((e) => e.etat)).toEqual(['parti', 'parti'])
    await donner(m, avis(message, 'S0@exemple.example'))
    await donner(m, avis(message, 's0@exemple.example'))
    expect((await m.envois()).map((e) => [e.adresse, e.etat, e.refus])).toEqual([
      ['s0@exemple.example', 'refuse', '5_1_1'],
      ['s1@exemple.example', 'parti', null],
    ])
    const page = (await m.lire(m.url())).texte
    expect(page).toContain('adresse qui ne répond plus')
    expect(page).toContain('refusé par le serveur de courrier (5.1.1)')
    expect((await donner(m, new File(['Bonjour'], 'x.eml'))).status).toBe(422)
    m.comme(['responsable'], { lecture: true })
    expect((await donner(m, avis(message, 's0@exemple.example'))).status).toBe(403)
  })

  it('retenu avant de partir, n’a pas pu revenir : on le dit, et rien ne change', async () => {
    const m = monde(await poser())
    await ajouter(m)
    await armer(m, await codeDe(m))
    await m.tourner()
    await m.envoyer(m.url(), { geste: 'arreter' })
    await m.poster()
    const [retenu] = await m.envois()
    const message = (
      await admin.query<{ message: string }>(
        `select message from etapes.envoi where organisme_id = $1 and adresse = $2`,
        [m.fil.organisme, retenu?.adresse],
      )
    ).rows[0]?.message
    const rebond = { message: message ?? '', adresse: retenu?.adresse ?? '', statut: '5.1.1' }
    const sort = await base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, (tx) =>
      noterRebond(tx, { keys: m.services.keys, organisme: m.fil.organisme, le: new Date() }, rebond),
    )
    expect(sort).toBe('retenu')
    expect((await m.envois()).map((e) => e.etat)).toEqual(['retenu', 'retenu'])
  })

  it('une boîte pleine ne condamne pas l’adresse', async () => {
    const m = monde(await poser())
    const message = await partir(m)
    await m.deposer('/messages/revenu', { fichier: avis(message, 's0@exemple.example', '5.2.2') })
    const page = (await m.lire(m.url())).texte
    expect(page).not.toContain('adresse qui ne répond plus')
    expect(page).toContain('(5.2.2)')
  })
})
