// Chaque image de la démonstration dit ce que disent les lignes d’où elle vient : la base, ou une liste emportée, la recompte autrement, et
// chaque longueur dessinée est comparée au nombre écrit à côté.
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formaterDuree } from '#kernel/heures.ts'
import { sansInsecables } from '../monde/naviguer.ts'
import { servirInstance } from '../parcours/instance.ts'

const aujourdhui = '2026-11-30'
const [lundi, dimanche] = [aujourdhui, '2026-12-06']
let site: Awaited<ReturnType<typeof servirInstance>>
let base: Client
beforeAll(async () => {
  site = await servirInstance(`${aujourdhui}T08:00:00Z`, { demonstration: true })
  base = new Client(site.grappe.connexion(site.grappe.administrateur, 'coforme'))
  await base.connect()
})
afterAll(async () => {
  await base?.end()
  await site?.fermer()
})

const demander = (url: string, temoin = '', corps?: Record<string, string>) =>
  site.app.fetch(
    new Request(new URL(url, site.origine), {
      headers: { cookie: temoin, origin: site.origine },
      ...(corps ? { method: 'POST', body: new URLSearchParams(corps) } : {}),
    }),
    {},
  )
/** Cette page, lue par cette personne de la démonstration. */
const lire = async (url: string, qui: string) => {
  const entree = await demander('/connexion', '', { courriel: qui, motDePasse: 'coforme-demo' })
  const temoin = entree.headers
    .getSetCookie()
    .map((t) => t.split(';')[0] ?? '')
    .join('; ')
  const r = await demander(url, temoin)
  expect(r.status, url).toBe(200)
  return sansInsecables(await r.text())
}
const lignesDe = <T>(texte: string, ...valeurs: readonly unknown[]) =>
  base.query<T & Record<string, unknown>>(texte, [...valeurs]).then((r) => r.rows)

const nu = (html: string) =>
  html
    .replace(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
/** Les rangées dessinées d’une page : le premier mot de chacune, ses cellules, la longueur du trait sur 96. */
const dessinees = (html: string) =>
  [...html.matchAll(/<tr[^>]*>[\s\S]*?<\/tr>/g)].flatMap(([r]) =>
    r.includes('class="jauge"')
      ? [
          {
            tete: nu(/<th[\s\S]*?<\/th>/.exec(r)?.[0] ?? ''),
            cellules: [...r.matchAll(/<td[\s\S]*?<\/td>/g)].map(([c]) => nu(c)),
            longueur: Number(/class="plein"[^>]*width="(\d+)"/.exec(r)?.[1] ?? 0),
          },
        ]
      : [],
  )
const longueur = (valeur: number, sur: number) => (sur > 0 ? Math.round(Math.min(valeur / sur, 1) * 96) : 0)

describe('chaque image dit les lignes d’où elle vient', () => {
  describe('la charge de la semaine', () => {
    const semaine = '2026-W49'
    it.each([
      [
        'par personne',
        'personnes',
        `select concat_ws(' ', p.prenom, p.nom) as nom, sum(x.fin_minutes - x.debut_minutes)::int as minutes
         from sessions.affectation a join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
         join sessions.seance x on x.organisme_id = a.organisme_id and x.id = a.seance_id`,
      ],
      [
        'par salle',
        'salles',
        `select p.nom, sum(x.fin_minutes - x.debut_minutes)::int as minutes
         from sessions.seance_salle a join sessions.salle p on p.organisme_id = a.organisme_id and p.id = a.salle_id
         join sessions.seance x on x.organisme_id = a.organisme_id and x.id = a.seance_id`,
      ],
    ])('%s : ses heures tenues, sur trente-cinq', async (_, par, requete) => {
      const attendues = await lignesDe<{ nom: string; minutes: number }>(
        `${requete} join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
         join organisme.organisme o on o.organisme_id = x.organisme_id
       where o.code = 'langue-et-lien' and x.tenue and s.etat <> 'annulee' and x.jour between $1 and $2 group by 1`,
        lundi,
        dimanche,
      )
      expect(attendues.length).toBeGreaterThan(0)
      const vues = dessinees(
        await lire(`/planning?semaine=${semaine}&par=${par}`, 'maiwenn@langue-et-lien.example'),
      )
      expect(vues).toHaveLength(attendues.length)
      for (const { nom, minutes } of attendues) {
        const vue = vues.find((v) => v.tete.startsWith(nom))
        expect(vue?.tete, nom).toMatch(new RegExp(` ${sansInsecables(formaterDuree(minutes))}$`))
        expect(vue?.longueur, nom).toBe(longueur(minutes, 35 * 60))
      }
    })
  })

  describe('le remplissage des sessions', () => {
    it('autant d’inscrits que la base en tient, sur autant de places', async () => {
      const attendues = await lignesDe<{ numero: string; n: number; sur: number }>(
        `select s.numero, s.capacite as sur, count(i.id) filter (where i.etat = 'inscrit')::int as n
         from sessions.session s join organisme.organisme o on o.organisme_id = s.organisme_id
         left join inscriptions.inscription i on i.organisme_id = s.organisme_id and i.session_id = s.id
        where o.code = 'langue-et-lien' and s.capacite > 0 group by s.id, s.numero, s.capacite`,
      )
      const page = await lire('/sessions', 'maiwenn@langue-et-lien.example')
      const vues = dessinees(page)
      expect(vues.length).toBeGreaterThan(2)
      for (const v of vues) {
        const texte = `${v.tete} ${v.cellules.join(' ')}`
        const a = attendues.find((x) => texte.includes(x.numero))
        expect(a, texte).toBeDefined()
        expect(texte).toMatch(new RegExp(`\\b${a?.n} sur ${a?.sur}\\b`))
        expect(v.longueur, texte).toBe(longueur(a?.n ?? 0, a?.sur ?? 0))
      }
    })
  })

  describe('ce qui reste dû, par âge', () => {
    it('chaque tranche est la somme des soldes du journal des factures, à leur échéance', async () => {
      const qui = 'maiwenn@langue-et-lien.example'
      const [entetes = [], ...factures] = (await lire('/factures?format=csv', qui))
        .replace(/^\ufeff/, '')
        .trim()
        .split(/\r?\n/)
        .map((l) => l.split(';').map((c) => c.replace(/^"|"$/g, '')))
      const colonne = (nom: RegExp) => entetes.findIndex((e) => nom.test(e))
      const [solde, echeance, date, etat] = [/^solde$/i, /ch[ée]ance/i, /^date$/i, /^[ée]tat$/i].map(colonne)
      const centimes = (t = '') => Math.round(Number(t.replace(/\s/g, '').replace(',', '.')) * 100)
      const jour = (t = '') => (t.includes('/') ? t.split('/').toReversed().join('-') : t)
      const tranches = [0, 0, 0, 0, 0]
      for (const f of factures) {
        const du = centimes(f[solde ?? -1] || '0')
        if (du <= 0 || f[etat ?? -1] === 'retirée') continue
        const le = Date.parse(jour(f[echeance ?? -1] || f[date ?? -1]))
        const retard = Math.round((Date.parse(aujourdhui) - le) / 86_400_000)
        const rang = [0, 30, 60, 90].findIndex((auPlus) => retard <= auPlus)
        tranches[rang < 0 ? 4 : rang] = (tranches[rang < 0 ? 4 : rang] ?? 0) + du
      }
      const tout = tranches.reduce((t, x) => t + x, 0)
      expect(tout).toBeGreaterThan(0)
      const vues = dessinees(await lire('/factures/tresorerie', qui))
      expect(vues.map((v) => centimes((v.cellules.at(-1) ?? '').replace('€', '') || '0'))).toEqual(tranches)
      expect(vues.map((v) => v.longueur)).toEqual(tranches.map((t) => longueur(t, tout)))
    })
  })

  describe('les heures par enseigne', () => {
    it('celles que chacune a tenues depuis sa dernière clôture, la plus chargée pour mesure', async () => {
      const attendues = await lignesDe<{ nom: string; minutes: number }>(
        `select a.nom, coalesce(sum(x.fin_minutes - x.debut_minutes) filter (where x.tenue and x.fin <= $1::timestamptz and s.etat <> 'brouillon'
           and x.jour > case when make_date(2026, o.cloture_mois, o.cloture_jour) < $2::date then make_date(2026, o.cloture_mois, o.cloture_jour)
             else make_date(2025, o.cloture_mois, o.cloture_jour) end), 0)::int as minutes
         from organisme.activite a join organisme.organisme o on o.organisme_id = a.organisme_id
         left join sessions.seance x on x.organisme_id = a.organisme_id and x.activite_id = a.id
         left join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
        where o.code = 'les-tisserands' group by a.nom`,
        `${aujourdhui}T08:00:00Z`,
        aujourdhui,
      )
      const vues = dessinees(await lire('/activites', 'claire@les-tisserands.example'))
      expect(vues.length).toBeGreaterThan(1)
      const plus = Math.max(...vues.map((v) => attendues.find((a) => a.nom === v.tete)?.minutes ?? 0))
      expect(plus).toBeGreaterThan(0)
      for (const v of vues) {
        const minutes = attendues.find((a) => a.nom === v.tete)?.minutes ?? -1
        expect(v.cellules[0], v.tete).toBe(sansInsecables(formaterDuree(minutes)))
        expect(v.longueur, v.tete).toBe(longueur(minutes, plus))
      }
    })
  })

  describe('la couverture', () => {
    it.each(['intervenant', 'lieu', 'nature'])(
      'par %s : ce qui manque, indicateur par indicateur, fait la part dessinée',
      async (par) => {
        const vues = dessinees(await lire(`/qualite/couverture?par=${par}`, 'maiwenn@langue-et-lien.example'))
        expect(vues.length).toBeGreaterThan(0)
        for (const v of vues) {
          const [part = '', faits = '', manque = ''] = v.cellules
          const troues = [...manque.matchAll(/\((\d+) sur (\d+)\)/g)].reduce(
            (t, [, tenus, sur]) => t + Number(sur) - Number(tenus),
            0,
          )
          const tenus = Number(faits) - troues
          expect(part, v.tete).toBe(`${Math.floor((100 * tenus) / Number(faits))} %`)
          expect(v.longueur, v.tete).toBe(longueur(tenus, Number(faits)))
        }
      },
    )
  })
})
