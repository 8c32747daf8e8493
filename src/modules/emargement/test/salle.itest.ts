/** Le code de la salle, par ses pages, sur la vraie base et sous le rôle restreint. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { devantLaSession, enMots, envoyer } from '../../../../test/monde/session.ts'
import { lireEntree } from '../domain/lire-entree.ts'
import type { Qui } from '../gestes/composer.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { codeDe, codeDuMoment, ouvrirSalle } from '../gestes/salle.ts'
import { envoyerCode } from '../jobs/envoyer-code.job.ts'
import { emargementModule } from '../module.ts'
import { acces, poserSessionDEssai, type ServicesDEssai, servicesDe, type Voulu } from './session-d-essai.ts'

const base = await baseNeuve()
const origine = 'http://localhost:3000'

const preparer = async (voulu: Voulu = {}, quand = '2026-11-24T08:05:00Z') => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, voulu))
  const services = servicesDe(base, fil, quand)
  const qui: Qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const [seance] = fil.seances
  const [agathe, leonie] = fil.inscriptions
  if (!seance || !agathe || !leonie) throw new Error('fil vide')
  const ou = { session: fil.session, seance }
  const salle = await ouvrirSalle(services, qui, ou)
  if (!salle.ok) throw new Error(salle.error.code)
  return { fil, services, qui, ou, agathe, leonie, salle: salle.value }
}
type Pret = Awaited<ReturnType<typeof preparer>>

/** Un téléphone : il garde son témoin, et parle à l’application. */
const telephone = (services: ServicesDEssai) => {
  const { app } = pagesDevant(services, [emargementModule], () => undefined)
  let temoin = ''
  let marque = ''
  const parler = async (chemin: string, corps?: Record<string, string>) => {
    const r = await app.request(`${origine}${chemin}`, {
      headers: {
        ...(temoin || marque ? { cookie: [temoin, marque].filter(Boolean).join('; ') } : {}),
        ...(corps ? { origin: origine, 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(corps ? { method: 'POST', body: new URLSearchParams(corps) } : {}),
    })
    const pose = r.headers.get('set-cookie')
    if (pose?.startsWith('salle=')) temoin = pose.split(';')[0] ?? ''
    marque = /coforme-marque=[^;]+/.exec(pose ?? '')?.[0] ?? marque
    return { status: r.status, texte: await r.text(), vers: r.headers.get('location') ?? '', pose }
  }
  return { parler, temoin: () => temoin, prendre: (t: string) => (temoin = t) }
}
const lireLeCarre = async (p: Pret, services = p.services) => {
  const t = telephone(services)
  const r = await t.parler(`/emargement/salle/${p.salle}/code/${codeDuMoment(services, p.salle)}`)
  return { ...t, r }
}
const signer = (code: string) => ({ geste: 'signer', attestation: 'on', code, _jeton: crypto.randomUUID() })
const etats = async (p: Pret) =>
  (await lireFeuille(p.services, acces, p.ou))?.cases.map((c) => c.presence.etat)

describe('Le code de la salle', () => {
  it('le carré, son nom, son code : la présence est signée, et l’entrée dit par où et comment', async () => {
    const p = await preparer()
    const t = await lireLeCarre(p)
    expect(t.r).toMatchObject({ status: 303, vers: `/emargement/salle/${p.salle}` })
    expect(t.r.pose).toMatch(/HttpOnly/)
    expect((await t.parler(`/emargement/salle/${p.salle}`)).texte).toContain('Agathe Pons')
    const r = await t.parler(`/emargement/salle/${p.salle}/${p.agathe}`, {
      ...signer(codeDe(p.services, p.salle, p.agathe)),
      horloge: '2026-11-24T08:04:58.000Z',
    })
    expect(r.status).toBe(200)
    expect(r.texte).toContain('Présence signée')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        contenu: string
      }>`select contenu from emargement.maillon where organisme_id = ${p.fil.organisme}`.execute(tx),
    )
    const lue = lireEntree(rows[0]?.contenu ?? '')
    expect(lue).toMatchObject({
      value: {
        genre: 'presence',
        porte: 'qr',
        identification: 'code',
        attestation: true,
        horsLigne: false,
        horloges: { appareil: '2026-11-24T08:04:58.000Z', serveur: '2026-11-24T08:05:00.000Z' },
        appareil: { id: t.temoin().split('.')[1], rang: null },
      },
    })
  })
  it('un code qui a tourné, forgé, d’une autre salle, ou d’une salle retirée : une phrase, jamais un nom', async () => {
    const p = await preparer()
    const autre = await preparer()
    const code = codeDuMoment(p.services, p.salle)
    for (const [services, chemin] of [
      [p.services.a('2026-11-24T08:06:05Z'), `${p.salle}/code/${code}`],
      [p.services, `${p.salle}/code/AAAAAAAAAAAAAAAA`],
      [p.services, `${autre.salle}/code/${code}`],
      [p.services, `pas-un-uuid/code/${code}`],
    ] as const) {
      const r = await telephone(services).parler(`/emargement/salle/${chemin}`)
      expect(r.status).toBe(404)
      expect(r.texte).toContain('Photographiez le code de la salle')
      expect(r.pose).toBeNull()
    }
    expect((await telephone(p.services).parler(`/emargement/salle/${p.salle}`)).status).toBe(404)
    const t = await lireLeCarre(p)
    const tard = telephone(p.services.a('2026-11-24T08:15:01Z'))
    tard.prendre(t.temoin())
    expect((await tard.parler(`/emargement/salle/${p.salle}`)).status).toBe(404)
    const ailleurs = telephone(p.services)
    ailleurs.prendre(t.temoin())
    expect((await ailleurs.parler(`/emargement/salle/${autre.salle}`)).status).toBe(404)
    await base.maintenance((tx) =>
      sql`update emargement.tablette set fermee_le = now() where id = ${p.salle}`.execute(tx),
    )
    expect((await t.parler(`/emargement/salle/${p.salle}`)).status).toBe(404)
    expect((await t.parler(`/emargement/salle/${p.salle}/${p.agathe}`, signer('000000'))).status).toBe(404)
  })
  it('le code d’un autre ne signe pas ; six essais, puis un quart d’heure, même avec le bon', async () => {
    const p = await preparer()
    const t = await lireLeCarre(p)
    const chez = `/emargement/salle/${p.salle}/${p.agathe}`
    const celuiDeLeonie = codeDe(p.services, p.salle, p.leonie)
    for (let i = 0; i < 6; i++) {
      const r = await t.parler(chez, signer(celuiDeLeonie))
      expect(r.status).toBe(409)
      expect(r.texte).toContain('n’est pas votre code')
    }
    const bloque = await t.parler(chez, signer(codeDe(p.services, p.salle, p.agathe)))
    expect(bloque.texte).toContain('Six essais ont échoué')
    expect(await etats(p)).toEqual(['attendue', 'attendue'])
    // Une autre personne n’est pas gênée.
    expect((await t.parler(`/emargement/salle/${p.salle}/${p.leonie}`, signer(celuiDeLeonie))).status).toBe(
      200,
    )
  })
  it('le code part par courriel, le même que l’on dit, trois fois au plus', async () => {
    const p = await preparer()
    const t = await lireLeCarre(p)
    const chez = `/emargement/salle/${p.salle}/${p.agathe}`
    const r = await t.parler(chez, { geste: 'courriel' })
    expect(r).toMatchObject({ status: 303, vers: chez })
    await envoyerCode(
      { organisme: p.fil.organisme, salle: p.salle, inscription: p.agathe, envoi: 1 },
      p.services,
    )
    const [m] = p.services.courrier
    const code = codeDe(p.services, p.salle, p.agathe)
    expect(m?.texte.replaceAll(' ', '')).toContain(code)
    expect((await t.parler(chez, { geste: 'courriel' })).status).toBe(303)
    expect((await t.parler(chez, { geste: 'courriel' })).status).toBe(303)
    expect((await t.parler(chez, { geste: 'courriel' })).texte).toContain('déjà parti trois fois')
  })
  it('un double envoi n’écrit qu’une fois ; une seconde personne du même téléphone garde le même appareil', async () => {
    const p = await preparer()
    const t = await lireLeCarre(p)
    const corps = signer(codeDe(p.services, p.salle, p.agathe))
    await Promise.all([1, 2, 3].map(() => t.parler(`/emargement/salle/${p.salle}/${p.agathe}`, corps)))
    await t.parler(`/emargement/salle/${p.salle}/${p.leonie}`, signer(codeDe(p.services, p.salle, p.leonie)))
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
        appareils: number
      }>`select count(*)::int4 as n, count(distinct appareil_id)::int4 as appareils
        from emargement.signature where organisme_id = ${p.fil.organisme} and porte = 'qr'`.execute(tx),
    )
    expect(rows[0]).toEqual({ n: 2, appareils: 1 })
  })
  it('deux personnes d’un même téléphone y laissent la même marque ; d’un autre, une autre', async () => {
    const p = await preparer({ stagiaires: 3 })
    const [un, autre] = [await lireLeCarre(p), await lireLeCarre(p)]
    for (const [n, i] of p.fil.inscriptions.entries()) {
      const t = n < 2 ? un : autre
      const chez = `/emargement/salle/${p.salle}/${i}`
      expect((await t.parler(chez, signer(codeDe(p.services, p.salle, i)))).status).toBe(200)
    }
    const { rows } = await base.maintenance((tx) =>
      sql<{ marque: string }>`select v.contenu::jsonb ->> 'marque' as marque from emargement.prive v
        join emargement.maillon m on m.organisme_id = v.organisme_id and m.id = v.maillon_id
        where v.organisme_id = ${p.fil.organisme} and v.part = 'connexion' order by m.numero`.execute(tx),
    )
    const [a, b, c] = rows.map((r) => r.marque)
    expect(a).toMatch(/^[0-9a-f]{32}$/)
    expect([b === a, c === a]).toEqual([true, false])
  })
  it('trente personnes signent dans les mêmes dix secondes : trente entrées, aucune refusée', async () => {
    const p = await preparer({ stagiaires: 30 })
    const issues = await Promise.all(
      p.fil.inscriptions.map(async (i) => {
        const t = await lireLeCarre(p)
        return (await t.parler(`/emargement/salle/${p.salle}/${i}`, signer(codeDe(p.services, p.salle, i))))
          .status
      }),
    )
    expect(issues).toEqual(Array.from({ length: 30 }, () => 200))
    expect(new Set(await etats(p))).toEqual(new Set(['signee']))
  })
  it('qui forme ne lit le code de chacun qu’en le demandant, et le journal le dit ; un autre formateur ne les lit pas', async () => {
    const p = await preparer()
    const ecran = `/sessions/${p.fil.session}/emargement/${p.ou.seance}/salle`
    const sien = codeDe(p.services, p.salle, p.agathe)
    const dit = (texte: string) => enMots(texte).replaceAll(' ', '').includes(sien)
    const tom = devantLaSession([emargementModule], p.fil, p.services)
    expect(dit(await (await tom.request(ecran)).text())).toBe(false)
    const autre = devantLaSession([emargementModule], p.fil, p.services, ['formateur'], {
      personneId: unVisiteur().personneId,
    })
    expect([403, 404]).toContain((await envoyer(autre, ecran, { geste: 'codes' })).status)
    const lus = () =>
      base.maintenance((tx) =>
        sql<{ phrase: string }>`select phrase from journal.geste
          where organisme_id = ${p.fil.organisme} and geste = 'lire-codes-de-la-salle'`.execute(tx),
      )
    expect((await lus()).rows).toEqual([])
    expect(dit(await (await envoyer(tom, ecran, { geste: 'codes' })).text())).toBe(true)
    expect((await lus()).rows).toEqual([{ phrase: expect.stringContaining('a lu le code') }])
  })
  it('rouvrir rend la même salle ; une salle fermée, la suivante est neuve', async () => {
    const p = await preparer()
    expect(await ouvrirSalle(p.services, p.qui, p.ou)).toMatchObject({ value: p.salle })
    expect(await ouvrirSalle(p.services, { ...p.qui, id: unVisiteur().personneId }, p.ou)).toMatchObject({
      error: { code: 'pas-le-formateur' },
    })
    expect(await ouvrirSalle(p.services.a('2026-11-24T18:00:00Z'), p.qui, { ...p.ou })).toMatchObject({
      ok: true,
    })
  })
})
