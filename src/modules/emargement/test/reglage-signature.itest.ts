/** Ce que la coopérative règle de la signature : son ouverture, un code au lien, une passerelle SMS sur la boucle locale. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { creerEnvoyer } from '#platform/reseau/envoyer.ts'
import { creerEnvoyerSms } from '#platform/sms/passerelle.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { poserPreuveDuLien } from '../db/registre.ecritures.ts'
import { lireEntree } from '../domain/lire-entree.ts'
import { preuveDuCode } from '../domain/salle.ts'
import { demanderLeCodeDuLien } from '../gestes/code-du-lien.ts'
import { essayerLaPasserelle } from '../gestes/essayer-passerelle.ts'
import { joindreFeuillePapier, lireFeuillePapier } from '../gestes/joindre-papier.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { lireLien, signerParLien } from '../gestes/par-lien.ts'
import { reglerLaPasserelle, reglerLaSignature } from '../gestes/regler-signature.ts'
import { envoyerCodeDuLien } from '../jobs/envoyer-code-du-lien.job.ts'
import { emargementModule } from '../module.ts'
import { acces, clesDEssai, poserSessionDEssai, type SessionDEssai, servicesDe } from './session-d-essai.ts'

const base = await baseNeuve()
let rang = 0
const poser = async (
  code = { codeAuLien: false, codeFinanceurs: [] as readonly 'opco'[] },
  avanceMin = 0,
) => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
  // La veille : un réglage vaut à partir du lendemain.
  const veille = new Date('2026-11-23T09:00:00Z')
  await base.enTantQue(fil.organisme, { personne: fil.personne }, (tx) =>
    reglerLaSignature(tx, { avanceMin, ...code }, veille),
  )
  return fil
}
/** Un lien de cette inscription, et l’invitation qu’il désigne. */
const lienDe = async (fil: SessionDEssai, i = 0) => {
  rang += 1
  const jeton = String(rang).padStart(43, 'r')
  const invitation = await base.maintenance(async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
      values (${fil.organisme}::uuid, gen_random_uuid(), ${fil.activite}::uuid, ${fil.inscriptions[i] ?? ''}::uuid, ${fil.seances[0] ?? ''}::uuid, now()) returning id`.execute(
      tx,
    )
    const id = rows[0]?.id ?? ''
    await sql`insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
      values (sha256(${jeton}::bytea), 'emargement', ${fil.organisme}::uuid, ${fil.activite}::uuid, ${id}::uuid, now() + interval '1 day')`.execute(
      tx,
    )
    return id
  })
  // Comme la tâche qui fait naître un lien : sans la preuve du code, la base ne signe rien.
  const { digest } = servicesDe(base, fil, '2026-11-24T08:00:00Z').keys
  await base.worker.withTenant({ genre: 'tache', organisme: fil.organisme }, (tx) =>
    poserPreuveDuLien(tx, jeton, preuveDuCode(digest, fil.seances[0] ?? '', fil.inscriptions[i] ?? '')),
  )
  return { jeton, invitation }
}
const depuis = { ip: '192.0.2.7', agent: 'essai' }
const dire = (r: Awaited<ReturnType<typeof signerParLien>>) => (r.etat === 'refus' ? r.refus.code : r.etat)

describe('l’ouverture de la signature', () => {
  it('réglée à dix minutes : ni avant, ni la veille du jour où elle vaut', async () => {
    const fil = await poser(undefined, 10)
    const { jeton } = await lienDe(fil)
    const a = (quand: string) => signerParLien(servicesDe(base, fil, quand), jeton, depuis)
    expect(dire(await a('2026-11-24T07:49:59Z'))).toBe('hors-fenetre')
    expect(dire(await a('2026-11-24T07:50:00Z'))).toBe('signe')
    const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql<{
        jour: string
        min: number
      }>`select j::text as jour, emargement.ouvre_avant(${fil.organisme}::uuid, j) as min from unnest('{2026-11-23,2026-11-24}'::date[]) j`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([
      { jour: '2026-11-23', min: 0 },
      { jour: '2026-11-24', min: 10 },
    ])
  })

  it('se règle à la page, qui dit à partir de quand', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { personne: unVisiteur().personneId }))
    const { app } = pagesDevant(servicesDe(base, fil), [emargementModule], () => ({
      roles: ['responsable'],
      organisme: { id: fil.organisme, code: fil.code, nom: 'Langue & Lien' },
    }))
    const demander = async (chemin: string, champs?: Record<string, string>) => {
      const r = await app.request(`http://localhost:3000${chemin}`, {
        ...(champs
          ? {
              method: 'POST',
              body: new URLSearchParams(champs),
              headers: {
                origin: 'http://localhost:3000',
                'content-type': 'application/x-www-form-urlencoded',
              },
            }
          : {}),
      })
      return { status: r.status, texte: await r.text() }
    }
    expect((await demander('/cooperative/signature', { avance: '7' })).status).toBe(422)
    expect((await demander('/cooperative/signature', { avance: '15', codeAuLien: 'on' })).status).toBe(303)
    const page = await demander('/cooperative/signature')
    expect(page.texte).toMatch(/25\snovembre 2026/)
    expect(page.texte).toMatch(/<option value="15" selected/)
    const passerelle = {
      adresse: 'https://sms.exemple.example/envoi',
      format: 'json',
      corps: '{"to":"{numero}"}',
      enTete: 'Authorization',
      cle: 'Bearer secret-de-la-passerelle',
    }
    expect((await demander('/cooperative/signature/sms', passerelle)).status).toBe(422)
    expect(
      (
        await demander('/cooperative/signature/sms', {
          ...passerelle,
          corps: '{"to":"{numero}","m":"{texte}"}',
        })
      ).status,
    ).toBe(303)
    const posee = await demander('/cooperative/signature')
    expect(posee.texte).toContain('sms.exemple.example')
    expect(posee.texte).not.toContain('secret-de-la-passerelle')
    // L’essai : un fixe n’est pas un mobile ; d’une adresse que rien ne porte, la page dit que rien n’est parti.
    const essai = (numero: string) => demander('/cooperative/signature/sms', { geste: 'essayer', numero })
    expect((await essai('05 61 00 00 00')).status).toBe(422)
    const manque = await essai('06 12 34 56 78')
    expect([manque.status, manque.texte]).toEqual([409, expect.stringContaining('Le SMS n’est pas parti')])
    expect((await demander('/cooperative/signature/sms', { geste: 'retirer' })).status).toBe(303)
    expect((await demander('/cooperative/signature')).texte).toContain('Aucun SMS ne part')
  })
})

describe('le code au lien', () => {
  const recus: { corps: string; entetes: IncomingHttpHeaders }[] = []
  let reponse = 200
  const passerelle = createServer((demande, rendu) => {
    let corps = ''
    demande.on('data', (m: Buffer) => (corps += m.toString('utf8')))
    demande.on('end', () => {
      recus.push({ corps, entetes: demande.headers })
      rendu.writeHead(reponse).end()
    })
  })
  const ouverte = new Promise<number>((ok) =>
    passerelle.listen(0, '127.0.0.1', () => ok((passerelle.address() as AddressInfo).port)),
  )
  afterAll(() => new Promise<void>((fini) => passerelle.close(() => fini())))
  const sms = creerEnvoyerSms(creerEnvoyer({ permise: () => true }))

  it('le lien seul ne signe plus ; le code part par SMS, et l’entrée dit qu’il a servi', async () => {
    const fil = await poser({ codeAuLien: true, codeFinanceurs: [] })
    const services = servicesDe(base, fil, '2026-11-24T08:05:00Z')
    const { jeton, invitation } = await lienDe(fil)
    await base.maintenance((tx) =>
      sql`update tiers.personne set telephone = '06 12 34 56 78' where organisme_id = ${fil.organisme}::uuid and nom = 'Pons'`.execute(
        tx,
      ),
    )
    const port = await ouverte
    await base.enTantQue(fil.organisme, { personne: fil.personne }, (tx) =>
      reglerLaPasserelle(
        tx,
        { keys: clesDEssai, organisme: fil.organisme, le: new Date('2026-11-23T09:00:00Z') },
        {
          adresse: `http://127.0.0.1:${port}/sms`,
          format: 'json',
          corps: '{"to":"{numero}","text":"{texte}"}',
          enTete: 'X-Api-Key',
          cle: 'la-cle',
        },
      ),
    )
    const lu = await lireLien(services, jeton)
    expect(lu.etat === 'ouvert' && lu.vue.code).toEqual({ par: 'sms', a: '•• •• •• 78' })
    expect(dire(await signerParLien(services, jeton, depuis))).toBe('code-attendu')
    expect(dire(await signerParLien(services, jeton, { ...depuis, code: '000 000' }))).toBe('code-faux')
    expect((await demanderLeCodeDuLien(services, jeton)).ok).toBe(true)
    await envoyerCodeDuLien(sms)({ organisme: fil.organisme, invitation, envoi: 1 }, services)
    expect(recus).toHaveLength(1)
    const { to, text } = JSON.parse(recus[0]?.corps ?? '{}') as { to: string; text: string }
    expect([to, recus[0]?.entetes['x-api-key']]).toEqual(['+33612345678', 'la-cle'])
    expect(services.courrier).toEqual([])
    const code = /^\d{3} \d{3}/.exec(text)?.[0] ?? ''
    expect(dire(await signerParLien(services, jeton, { ...depuis, code }))).toBe('signe')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        contenu: string
      }>`select contenu from emargement.maillon where organisme_id = ${fil.organisme}::uuid`.execute(tx),
    )
    const entree = lireEntree(rows[0]?.contenu ?? '')
    expect(entree.ok && [entree.value.porte, entree.value.identification]).toEqual(['lien', 'code'])

    // La passerelle refuse : le code va par courriel. Ni mobile ni courriel : il n’y a rien à demander.
    reponse = 503
    const autre = await lienDe(fil, 1)
    await base.maintenance((tx) =>
      sql`update tiers.personne set telephone = '0692 12 34 56' where organisme_id = ${fil.organisme}::uuid and nom = 'Fabre'`.execute(
        tx,
      ),
    )
    await envoyerCodeDuLien(sms)(
      { organisme: fil.organisme, invitation: autre.invitation, envoi: 1 },
      services,
    )
    expect(services.courrier[0]?.objet).toMatch(/Votre code pour signer.*\d{3} \d{3}/)
    await base.maintenance((tx) =>
      sql`update tiers.personne set telephone = null, courriel = null where organisme_id = ${fil.organisme}::uuid and nom = 'Fabre'`.execute(
        tx,
      ),
    )
    expect(await demanderLeCodeDuLien(services, autre.jeton)).toMatchObject({
      ok: false,
      error: { code: 'injoignable' },
    })
    // Six essais par quart d’heure : le septième ne s’éprouve plus.
    const essais = []
    for (let i = 0; i < 7; i += 1)
      essais.push(dire(await signerParLien(services, autre.jeton, { ...depuis, code: '111111' })))
    expect(essais.slice(-2)).toEqual(['code-faux', 'essais-finis'])
  })

  it('la passerelle s’essaie d’un SMS à soi : ce qu’elle répond se dit, cinq fois par heure au plus', async () => {
    const fil = await poser()
    const services = servicesDe(base, fil, '2026-11-23T10:00:00Z')
    const essayer = (numero: string) =>
      essayerLaPasserelle(services, { acces, organisme: fil.organisme }, numero, sms)
    expect(await essayer('05 61 00 00 00')).toMatchObject({ error: { code: 'numero' } })
    expect(await essayer('06 12 34 56 78')).toMatchObject({ error: { code: 'sans-passerelle' } })
    const port = await ouverte
    await base.enTantQue(fil.organisme, { personne: fil.personne }, (tx) =>
      reglerLaPasserelle(
        tx,
        { keys: clesDEssai, organisme: fil.organisme, le: services.clock.now() },
        {
          adresse: `http://127.0.0.1:${port}/sms`,
          format: 'formulaire',
          corps: 'to={numero}&m={texte}',
          enTete: 'X-Api-Key',
          cle: 'l-autre-cle',
        },
      ),
    )
    reponse = 200
    recus.length = 0
    expect(await essayer('06 12 34 56 78')).toEqual({ ok: true, value: true })
    expect(recus.map((r) => r.entetes['x-api-key'])).toEqual(['l-autre-cle'])
    expect(new URLSearchParams(recus[0]?.corps).get('to')).toBe('+33612345678')
    expect(new URLSearchParams(recus[0]?.corps).get('m')).toMatch(/^Essai de Coforme/)
    reponse = 401
    expect(await essayer('06 12 34 56 78')).toMatchObject({
      error: { code: 'reponse', phrase: expect.stringContaining('401') },
    })
    for (let i = 0; i < 3; i += 1) await essayer('06 12 34 56 78')
    expect(await essayer('06 12 34 56 78')).toMatchObject({ error: { code: 'trop-d-essais' } })
    const { rows } = await base.maintenance((tx) =>
      sql<{ phrase: string }>`select phrase from journal.geste where organisme_id = ${fil.organisme}::uuid
        and geste = 'essayer-passerelle-sms' order by phrase`.execute(tx),
    )
    expect(rows.map((r) => r.phrase)).toEqual([
      'Un SMS d’essai est accepté par la passerelle.',
      ...Array(4).fill('Un SMS d’essai est refusé par la passerelle.'),
    ])
  })

  it('une sorte de financeur le demande : à ceux qu’elle paie, et à eux seuls', async () => {
    const fil = await poser({ codeAuLien: false, codeFinanceurs: ['opco'] })
    const services = servicesDe(base, fil, '2026-11-24T08:05:00Z')
    await base.maintenance(async (tx) => {
      await sql`with e as (insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le, financeur_genre)
            values (${fil.organisme}::uuid, gen_random_uuid(), ${fil.activite}::uuid, 'OPCO d’essai', 'opco', now(), 'opco') returning id),
          d as (insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime, regime_article, prix_centimes, cree_le)
            select ${fil.organisme}::uuid, gen_random_uuid(), ${fil.activite}::uuid, ${fil.session}::uuid, 'entreprise', e.id, 'etablissement', 'convention', 'L6353-1', 1000, now() from e returning id, entreprise_id),
          f as (insert into inscriptions.financement (organisme_id, id, activite_id, dossier_id, inscription_id, rang, payeur_entreprise_id, dispositif, montant_ht_centimes)
            select ${fil.organisme}::uuid, gen_random_uuid(), ${fil.activite}::uuid, d.id, null, 0, d.entreprise_id, 'opco-plan', 1000 from d returning dossier_id)
        update inscriptions.inscription i set dossier_id = f.dossier_id from f
         where i.organisme_id = ${fil.organisme}::uuid and i.id = ${fil.inscriptions[0] ?? ''}::uuid`.execute(
        tx,
      )
    })
    const [paye, autre] = [await lienDe(fil, 0), await lienDe(fil, 1)]
    expect(dire(await signerParLien(services, paye.jeton, depuis))).toBe('code-attendu')
    expect(dire(await signerParLien(services, autre.jeton, depuis))).toBe('signe')
  })
})

describe('Une feuille papier', () => {
  it('se joint à sa demi-journée par qui l’anime, s’y relit, et ne compte personne', async () => {
    const fil = await base.maintenance((tx) =>
      poserSessionDEssai(tx, {
        stagiaires: 1,
        creneaux: [
          [540, 750],
          [810, 1020],
        ],
      }),
    )
    const services = servicesDe(base, fil, '2026-11-25T09:00:00Z')
    const moi = { acces, id: fil.personne, nom: 'Tom Okafor' }
    const [seance, autre] = fil.seances
    if (!seance || !autre) throw new Error('session vide')
    const ou = { session: fil.session, seance }
    const fichier = {
      nom: '../feuille\u202E.pdf',
      octets: new Uint8Array([37, 80, 68, 70]),
      type: 'application/pdf',
    }
    expect((await joindreFeuillePapier(services, { ...moi, id: newId() }, { ...ou, fichier })).ok).toBe(false)
    expect((await joindreFeuillePapier(services, moi, { ...ou, fichier })).ok).toBe(true)
    expect(await joindreFeuillePapier(services, moi, { ...ou, fichier })).toMatchObject({
      ok: false,
      error: { code: 'deja-jointe' },
    })
    const vue = await lireFeuille(services, acces, ou)
    expect(vue?.cases.map((c) => c.presence.etat)).toEqual(['attendue'])
    expect(vue?.papiers.map((f) => f.nom)).toEqual(['.. feuille .pdf'])
    const empreinte = vue?.papiers[0]?.fichier ?? ''
    expect([...((await lireFeuillePapier(services, acces, ou, empreinte))?.octets ?? [])]).toEqual([
      ...fichier.octets,
    ])
    expect(await lireFeuillePapier(services, acces, { ...ou, seance: autre }, empreinte)).toBeUndefined()
  })
})
