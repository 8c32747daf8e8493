// Long parce que l’application entière se charge une fois : la couper coûterait une seconde démonstration.
// L'application entière vue par deux personnes : une auditrice, qui lit tout et n'écrit rien ; en CAE, une directrice qui
// choisit l'enseigne pour laquelle elle agit.
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ajouterJours } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireZip } from '#platform/zip/zip.ts'
import { listeDesComptes, organismesDemo } from '../../src/app/demo/comptes.ts'
import { ecrireOffre, inscrire, ouvrirDossier, planifier, type Scene } from '../../src/app/demo/gestes.ts'
import { entrer } from '../../src/app/demo/rejouer.ts'
import { verifierExport } from '../../src/modules/emargement/documents/export/verifier-export.ts'
import { lireTexte, serre } from '../documents/texte.ts'
import { sansInsecables } from '../monde/naviguer.ts'
import { servirInstance } from '../parcours/instance.ts'
import { desechappe, empreinteDe, explorer, liensRefuses } from './explorer.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let base: Client
beforeAll(async () => {
  site = await servirInstance(undefined, { demonstration: true })
  base = new Client(site.grappe.connexion(site.grappe.administrateur, 'coforme'))
  await base.connect()
})
afterAll(async () => {
  await base?.end()
  await site?.fermer()
})

const demander = (url: string, temoin: string, corps?: Record<string, string>) =>
  site.app.fetch(
    new Request(new URL(url, site.origine), {
      headers: { cookie: temoin, origin: site.origine },
      ...(corps ? { method: 'POST', body: new URLSearchParams(corps) } : {}),
    }),
    {},
  )
const temoinDe = async (courriel: string, motDePasse = 'coforme-demo'): Promise<string> => {
  const r = await demander('/connexion', '', { courriel, motDePasse })
  expect(r.status, courriel).toBe(303)
  return r.headers
    .getSetCookie()
    .map((t) => t.split(';')[0] ?? '')
    .join('; ')
}

/** Ce qui n’est qu’à la personne, que le secret d’un lien ouvre, ou que tout le monde envoie sans compte ; le reste est à la coopérative. */
const aSoi = /^\/(connexion|deconnexion|mot-de-passe-oublie|compte|l|lettre|ecrire|rejoindre|moi)(\/|$)/
const ecritures = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

describe('une auditrice invitée pour un temps', () => {
  const courriel = 'auditrice@exemple.example'
  const motDePasse = 'trois merles sous la pluie'
  let temoin: string
  beforeAll(async () => {
    const chef = await entrer(site.app, site.origine, 'maiwenn@langue-et-lien.example')
    await chef.envoyer('/cooperative/equipe', {
      prenom: 'Ada',
      nom: 'Roy',
      courriel,
      roles: 'auditeur',
      au: '31/12/2099',
    })
    const lien = await vi.waitFor(
      () => {
        const siens = site.courrier.filter((m) => m.a === courriel)
        const trouve = siens.flatMap((m) => /\/l\/\S+/.exec(m.texte)?.[0] ?? [])[0]
        if (!trouve) throw new Error('L’invitation n’est pas arrivée.')
        return trouve
      },
      { timeout: 120_000, interval: 100 },
    )
    await demander(lien, '', { prenom: 'Ada', nom: 'Roy', motDePasse })
    temoin = await temoinDe(courriel, motDePasse)
  })

  it('lit toutes les pages où mènent les liens, et n’y voit aucun formulaire qui lui serait refusé', async () => {
    const vus = (await explorer(site, temoin))
      .map((f) => f.patron)
      .filter((p) => !p.startsWith('/composants'))
    expect(vus.filter((p) => !aSoi.test(p))).toEqual([])
    for (const url of ['/cooperative', '/journal', '/catalogue', '/sessions'])
      expect((await demander(url, temoin)).status, url).toBe(200)
  })

  it('n’écrit par aucune route de l’application, ni par aucun formulaire de la direction', async () => {
    const routes = [...new Set(site.app.routes.filter((r) => ecritures.has(r.method)).map((r) => r.path))]
      .filter((p) => !aSoi.test(p))
      .toSorted()
    const vrais = await explorer(site, await temoinDe('maiwenn@langue-et-lien.example'))
    const essais = [
      // Un paramètre, motif compris : `:dossier{[0-9a-f-]{36}}`.
      ...routes.map((p) => ({
        url: p.replace(/:\w+(\{(?:[^{}]|\{[^}]*\})*\})?/g, crypto.randomUUID()),
        champs: ['motif'],
      })),
      ...vrais.filter((f) => !aSoi.test(f.url)),
    ]
    expect(routes.length).toBeGreaterThan(25)
    expect(essais.length).toBeGreaterThan(routes.length + 20)
    expect(essais.filter((e) => /[{}:]/.test(e.url))).toEqual([])
    const { rows } = await base.query<{ id: string }>(
      `select organisme_id as id from organisme.organisme where code = 'langue-et-lien'`,
    )
    const avant = await empreinteDe(base)
    for (const { url, champs } of essais) {
      const corps = { ...Object.fromEntries(champs.map((n) => [n, 'oui'])), _organisme: rows[0]?.id ?? '' }
      expect((await demander(url, temoin, corps)).status, url).toBe(403)
    }
    expect(await empreinteDe(base)).toEqual(avant)
    // Un lien personnel reste à qui le porte : son secret fait foi, même ouvert là où l'on est auditrice.
    for (const page of ['/emargement', '/piece'])
      expect((await demander(`${page}/${'a'.repeat(43)}`, temoin, { motif: 'x' })).status, page).not.toBe(403)
  })

  it('est dehors le lendemain de son dernier jour, sans s’être déconnectée', async () => {
    const finir = (jours: number) =>
      base.query(
        `update compte.adhesion a set au = (clock_timestamp() at time zone 'Europe/Paris')::date + $2::int
           from compte.compte k where k.id = a.compte_id and k.courriel = $1`,
        [courriel, jours],
      )
    await finir(0)
    expect((await demander('/journal', temoin)).status).toBe(200)
    await finir(-1)
    expect((await demander('/journal', temoin)).headers.get('location')).toBe('/compte/organismes')
    await finir(30)
    expect((await demander('/journal', temoin)).status).toBe(200)
  })
})

describe('un lien n’est offert qu’à qui peut le suivre', () => {
  it.each(listeDesComptes().map((c) => c.courriel))(
    '%s n’en rencontre aucun qui lui soit refusé',
    async (qui) => {
      const refuses = (await liensRefuses(site, await temoinDe(qui))).map((l) => `${l.depuis} → ${l.patron}`)
      expect(refuses).toEqual([])
    },
  )
  it('qui a deux enseignes lit ses factures', async () => {
    const temoin = await temoinDe('salome@les-tisserands.example')
    expect((await demander('/factures', temoin)).status).toBe(200)
  })
})

describe('ce qui se regarde d’un coup d’œil', () => {
  it.each([
    ['/sessions', 'maiwenn@langue-et-lien.example'],
    ['/planning', 'maiwenn@langue-et-lien.example'],
    ['/questionnaires/resultats', 'maiwenn@langue-et-lien.example'],
    ['/factures/tresorerie', 'maiwenn@langue-et-lien.example'],
    ['/qualite/couverture', 'maiwenn@langue-et-lien.example'],
    ['/activites', 'claire@les-tisserands.example'],
  ])('%s dessine ses nombres dans leur tableau, et une voix ne lit que les nombres', async (url, qui) => {
    const page = await (await demander(url, await temoinDe(qui))).text()
    const dessins = [...page.matchAll(/<table[\s\S]*?<\/table>/g)].flatMap(
      ([tableau]) => tableau.match(/<svg class="(?:jauge|barre)"[^>]*>/g) ?? [],
    )
    expect(dessins.length).toBeGreaterThan(0)
    for (const d of dessins) expect(d).toContain('aria-hidden="true"')
  })
})

describe('la porte d’entrée d’une instance qui a une Union', () => {
  const lire = async (url: string) => (await demander(url, '')).text()
  it('tisse un fil par coopérative, dit la prochaine rencontre, cinq formations et leur date, et mène chacun à sa porte', async () => {
    const page = sansInsecables(await lire('/'))
    expect(page).toContain('<h1 id="devise">Co-former, et conforme</h1>')
    for (const { nom } of organismesDemo) {
      const echappe = nom.replace('&', '&amp;')
      expect(page, nom).toMatch(new RegExp(`<text x="44"[^>]*>${echappe}</text>`))
      expect(page, nom).toMatch(new RegExp(`<a href="/cooperatives/[a-z-]+">${echappe}</a>`))
    }
    expect(page.match(/class="chaine vive"/g)).toHaveLength(1)
    expect(page.match(/class="chantier"/g)?.length).toBeGreaterThanOrEqual(5)
    expect(page).toMatch(/Prochaine rencontre[\s\S]*<p class="jour"><time datetime="\d{4}-\d\d-\d\d">/)
    expect(page).toMatch(/deux coopératives viennent, une hésite, trois n’ont pas répondu/)
    const lignes = page.match(/<th role="rowheader"[\s\S]*?<\/tr>/g) ?? []
    expect(lignes).toHaveLength(5)
    for (const l of lignes) expect(l).toMatch(/data-titre="Prochaine date">\d/)
    expect(page).toContain('net de taxe')
    expect(page).not.toContain('taxe comprise')
    for (const vers of ['/rejoindre', '/connexion', '/union', '/formations', '/cooperatives', '/verifier'])
      expect(page, vers).toMatch(new RegExp(`(href|action)="${vers}"`))
    // L’en-tête du site de l’Union porte son nom ; sa dernière rencontre racontée mène à la suivante.
    const union = await lire('/union')
    expect(union).toContain('<p class="house"><a href="/">Union régionale de démonstration</a>')
    expect(union).toContain('Pôle Pays de Lorient')
    const adresse = /href="(\/retours\/formation-7-[\d-]+)"/.exec(await lire('/retours'))?.[1] ?? ''
    expect(await lire(adresse)).toMatch(/Elle vient\s*:/)
    expect(
      (await lire('/cooperatives')).match(/href="\/cooperatives\/[a-z-]+"/g)?.length,
    ).toBeGreaterThanOrEqual(6)
  })
  it('une formation se demande sans compte : rien ne part avant la preuve, puis la coopérative reçoit, et répond', async () => {
    const offre = /href="(\/formations\/[0-9a-f-]{36})"/.exec(await lire('/'))?.[1] ?? ''
    const fiche = await lire(offre)
    expect(fiche).toContain(`<a class="button call" href="${offre}/demander">Demander une place</a>`)
    expect(fiche).toMatch(/Prochaine date/)
    const contact = /mailto:([^"]+)"/.exec(fiche)?.[1] ?? ''
    const form = await lire(`${offre}/demander`)
    const ouvert = /name="ouvert" value="([^"]+)"/.exec(form)?.[1] ?? ''
    const quand = desechappe(/<option value="([^"]+)"[^>]*>\d/.exec(form)?.[1] ?? '')
    expect(quand).not.toBe('')
    const corps = {
      ouvert,
      site_web: '',
      nom: 'Ève Moreau',
      courriel: 'eve@exemple.example',
      telephone: '',
      texte: '',
      quand,
    }
    const vite = await demander(`${offre}/demander`, '', corps)
    expect(vite.status).toBe(422)
    // Une personne met plus de trois secondes à écrire : la même demande, une heure plus tard, est prise.
    site.regler(new Date(Date.now() + 3_600_000).toISOString())
    expect(await (await demander(`${offre}/demander`, '', corps)).text()).toContain('Regardez votre boîte')
    const recu = (a: string) => site.courrier.filter((m) => m.a === a && /place/i.test(m.objet + m.texte))
    const preuve = await vi.waitFor(
      () => {
        const siens = site.courrier.filter((m) => m.a === 'eve@exemple.example')
        const [lien] = siens.flatMap((m) => /http\S+\/preuve\/\S+/.exec(m.texte)?.[0] ?? [])
        if (!lien) throw new Error('La preuve n’est pas arrivée.')
        return new URL(lien).pathname
      },
      { timeout: 120_000, interval: 100 },
    )
    expect(recu(contact)).toEqual([])
    await demander(preuve, '', {})
    await vi.waitFor(() => expect(recu(contact)).toHaveLength(1), { timeout: 120_000, interval: 100 })
    expect(recu(contact)[0]?.texte).toContain(quand)
    // Une offre qui n’est pas en ligne n’a ni page, ni demande.
    expect((await demander(`/formations/${crypto.randomUUID()}/demander`, '')).status).toBe(404)
  })
})

describe('en CAE, l’enseigne pour laquelle on agit', () => {
  it('se choisit depuis toute page, y ramène, et tout ce qu’on crée y naît', async () => {
    const courriel = 'claire@les-tisserands.example'
    const temoin = await temoinDe(courriel)
    const { rows: enseignes } = await base.query<{ id: string; organisme: string }>(
      `select a.id, a.organisme_id as organisme from organisme.activite a where a.nom = 'La Navette'`,
    )
    const navette = enseignes[0] ?? { id: '', organisme: '' }
    const menu = await (await demander('/catalogue?q=fil', temoin)).text()
    const lien = '/compte/organismes?suite=%2Fcatalogue%3Fq%3Dfil'
    expect(menu).toContain(`<a href="${lien}">Choisir une enseigne</a>`)
    expect(await (await demander(lien, temoin)).text()).toContain('Agir pour La Navette')
    const choix = await demander('/compte/organismes', temoin, {
      organisme: navette.organisme,
      enseigne: navette.id,
      suite: '/catalogue?q=fil',
    })
    expect([choix.status, choix.headers.get('location')]).toEqual([303, '/catalogue?q=fil'])
    expect(await (await demander('/catalogue', temoin)).text()).toContain('>La Navette</a>')

    const tables = ['catalogue.offre', 'sessions.session', 'tiers.personne', 'inscriptions.inscription']
    const compter = async () => {
      const vus = new Map<string, number>()
      for (const table of tables) {
        const { rows } = await base.query<{ activite_id: string; n: number }>(
          `select activite_id, count(*)::int as n from ${table} where organisme_id = $1 group by 1`,
          [navette.organisme],
        )
        for (const r of rows) vus.set(`${table} ${r.activite_id}`, r.n)
      }
      return vus
    }
    const avant = await compter()
    // Les gestes de la démonstration, sous le même témoin : offre, session, personnes, inscriptions.
    const qui = {
      lire: async (url: string) => (await demander(url, temoin)).text(),
      envoyer: async (url: string, champs: Readonly<Record<string, string>>) => {
        const r = await demander(url, temoin, champs)
        expect(r.status, url).toBe(303)
        return r.headers.get('location') ?? ''
      },
      echanger: <T>(url: string): Promise<T> => Promise.reject(new Error(`${url} : rien ne s’échange ici.`)),
    }
    // Deux mois plus tard : la salle et la formatrice sont prises ces jours-ci.
    const scene = { jour: ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), 60), heure: 600 } as Scene
    const offre = await ecrireOffre(
      qui,
      {
        intitule: 'Lire à voix haute',
        objectif: 'Lire un texte à voix haute devant un groupe.',
        objectifs: 'Poser sa voix',
        contenu: 'Le souffle, le rythme, l’adresse.',
        duree: '7 h',
        prix: '300',
      },
      { geste: 'adopter' },
    )
    const session = await planifier(
      scene,
      qui,
      { offre, lieu: 'Atelier du quai', formateur: 'Ada Lemoine', mini: '' },
      [
        [0, '9 h', '12 h 30'],
        [0, '13 h 30', '17 h'],
      ],
    )
    const dossier = await ouvrirDossier(
      qui,
      session,
      {
        acheteur: 'entreprise',
        structure: 'Médiathèque du quai',
        prenom: 'Ana',
        nom: 'Roux',
        courriel: 'ana@clients.example',
        qualite: 'directrice',
        prix: '300',
      },
      [{ dispositif: 'entreprise', payeur: 'Médiathèque du quai' }],
    )
    await inscrire(qui, dossier, [['Nolwenn', 'Tual']], { remis: false })
    const neufs = [...(await compter())].filter(([cle, n]) => n !== avant.get(cle)).map(([cle]) => cle)
    expect(neufs.toSorted()).toEqual(tables.map((t) => `${t} ${navette.id}`).toSorted())
  })
})

describe('en CAE, le mur des enseignes', () => {
  it('ni une page, ni un export, ni une recherche ne dit à une autre enseigne, ni à qui n’a rien dans la sienne, ce qui n’est qu’à une', async () => {
    const { rows: membres } = await base.query<{
      compte: string
      courriel: string
      activites: string[]
    }>(
      `select d.compte_id as compte, c.courriel, d.activites from compte.adhesion d join compte.compte c on c.id = d.compte_id
        join organisme.organisme o on o.organisme_id = d.organisme_id where o.nom = 'Les Tisserands' and not d.toutes and d.roles @> '{formateur}'
          and cardinality(d.activites) >= 1 and d.acceptee_le is not null and (d.au is null or d.au >= current_date) order by c.courriel`,
    )
    const une = membres[0]
    const deux = membres.find((x) => x.activites.every((a) => !une?.activites.includes(a)))
    expect(deux).toBeDefined()
    /** Ce qui n’est qu’à une enseigne : ses clients, ses stagiaires, ses pièces ; un nom que deux enseignes portent ne compte pas. */
    const { rows: noms } = await base.query<{ nom: string; activite: string }>(
      `select nom, min(activite::text) as activite from (
          select e.nom, e.activite_id as activite, e.organisme_id from tiers.entreprise e
          union all select q.prenom || ' ' || q.nom, q.activite_id, q.organisme_id from tiers.personne q
            where exists (select from inscriptions.inscription i where i.organisme_id = q.organisme_id and i.personne_id = q.id)
          union all select p.numero, p.activite_id, p.organisme_id from documents.piece p where p.genre in ('devis', 'convention', 'contrat', 'facture')) x
        where x.organisme_id = (select organisme_id from organisme.organisme where nom = 'Les Tisserands') and length(nom) > 6
          -- Sur le fil, sur une fiche publique, ce nom est à tous.
          and not exists (select from organisme.organisme o where o.nom = x.nom) and not exists (select from compte.compte c where c.prenom || ' ' || c.nom = x.nom)
        group by nom having count(distinct activite) = 1`,
    )
    const tenir = (activites: readonly string[]) =>
      base.query('update compte.adhesion set activites = $2 where compte_id = $1 and not toutes', [
        une?.compte,
        activites,
      ])
    const fuites: string[] = []
    let lues = 0
    /** Le nom sans sa fin : la personne ne la tape pas, la page qui la dit l’a lue. */
    const chercher = (nom: string) => `/recherche?q=${encodeURIComponent(nom.slice(0, -2))}`
    const parcourir = async (temoin: string, siennes: readonly string[]) => {
      const secrets = noms.filter((x) => !siennes.includes(x.activite)).map((x) => x.nom)
      expect(secrets.length).toBeGreaterThan(3)
      const file = [
        '/aujourdhui',
        ...secrets
          .filter((x) => x.includes(' '))
          .slice(0, 12)
          .map(chercher),
      ]
      const [connus, parPatron] = [new Set(file), new Map<string, number>()]
      for (let url = file.shift(); url !== undefined; url = file.shift()) {
        const patron = url.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/q=.*/, 'q')
        const fois = (parPatron.get(patron) ?? 0) + 1
        parPatron.set(patron, fois)
        if (fois > (patron.startsWith('/recherche') ? 12 : 2) || parPatron.size > 180) continue
        const r = await demander(url, temoin)
        if (
          !/^(text\/(html|csv|calendar)|application\/(json|xml))/.test(r.headers.get('content-type') ?? '')
        ) {
          await r.body?.cancel()
          continue
        }
        lues += 1
        const texte = sansInsecables(desechappe(await r.text()))
        for (const secret of secrets) if (texte.includes(secret)) fuites.push(`${url} : ${secret}`)
        for (const [, href = ''] of texte.matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
          if (connus.has(href) || /^\/(public|composants|formations|f\/|deconnexion)/.test(href)) continue
          connus.add(href)
          file.push(href)
        }
      }
    }
    // L’équipe d’appui, elle, les trouve ainsi : sans cela, ne rien trouver ne dirait rien.
    const appui = await temoinDe('yann@les-tisserands.example')
    const trouves: string[] = []
    for (const { nom } of noms.filter((x) => x.nom.includes(' ')).slice(0, 12)) {
      const lu = sansInsecables(desechappe(await (await demander(chercher(nom), appui)).text()))
      if (lu.includes(nom)) trouves.push(nom)
    }
    expect(trouves.length).toBeGreaterThan(3)
    try {
      for (const qui of [une, deux])
        await parcourir(await temoinDe(qui?.courriel ?? ''), qui?.activites ?? [])
      // Une adhésion a toujours une enseigne : qui n’a rien est de celle qui vient d’ouvrir.
      const yann = await entrer(site.app, site.origine, 'yann@les-tisserands.example')
      await yann.envoyer('/cooperative/enseignes', { nom: 'Une enseigne sans rien', etat: 'ouverte' })
      const { rows: neuves } = await base.query<{ id: string }>(
        `select id from organisme.activite where nom = 'Une enseigne sans rien'`,
      )
      expect(neuves).toHaveLength(1)
      await tenir(neuves.map((x) => x.id))
      await parcourir(await temoinDe(une?.courriel ?? ''), [])
    } finally {
      await tenir(une?.activites ?? [])
    }
    expect([...new Set(fuites)]).toEqual([])
    expect(lues).toBeGreaterThan(100)
  })
})

describe('en CAE, partir d’une enseigne', () => {
  it('l’archive ne nomme aucune personne formée, les fiches répondent 404, et le registre se vérifie encore', async () => {
    const temoin = await temoinDe('yann@les-tisserands.example')
    const { rows: enseignes } = await base.query<{ id: string; organisme: string }>(
      `select id, organisme_id as organisme from organisme.activite where nom = 'La Navette'`,
    )
    const navette = enseignes[0] ?? { id: '', organisme: '' }
    const sortie = `/activites/${navette.id}/sortie`
    const page = await (await demander(sortie, temoin)).text()
    const personne = /name="personne" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? ''
    const zip = await demander(`${sortie}/archive.zip`, temoin, { personne })
    expect(zip.status).toBe(200)
    // Chaque fichier se lit comme une personne le lirait : un PDF par son texte, le reste tel quel.
    const octetsDuZip = new Uint8Array(await zip.arrayBuffer())
    const fichiers = [
      ...lireZip({ taille: octetsDuZip.length, lire: (ou, n) => octetsDuZip.subarray(ou, ou + n) }),
    ]
    const textes = fichiers.map((f) =>
      f.nom.endsWith('.pdf') ? lireTexte(f.octets) : serre(new TextDecoder().decode(f.octets)),
    )
    const archive = textes.join('\n')
    expect(archive).toContain(serre('Animer un atelier d’écriture'))
    expect(archive).toContain(serre('Médiathèque de l’Estuaire'))
    // Un programme s’y lit en PDF : sans cela, n’y trouver personne ne dirait rien.
    const papiers = fichiers.flatMap((f, n) => (f.nom.endsWith('.pdf') ? (textes[n] ?? '') : []))
    expect(papiers.join('\n')).toContain(serre('Animer un atelier d’écriture'))
    const { rows: formees } = await base.query<{ prenom: string; nom: string; courriel: string | null }>(
      `select distinct p.prenom, p.nom, p.courriel from inscriptions.inscription i
        join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id where i.organisme_id = $1`,
      [navette.organisme],
    )
    expect(formees.length).toBeGreaterThan(3)
    const restees = formees.filter(
      (f) =>
        archive.includes(serre(`${f.prenom} ${f.nom}`)) ||
        (f.courriel && archive.includes(serre(f.courriel))),
    )
    expect(restees).toEqual([])

    const { rows: fiches } = await base.query<{ offre: string }>(
      `select offre_id as offre from catalogue.fiche where activite_id = $1 and retiree_le is null`,
      [navette.id],
    )
    expect(fiches.length).toBeGreaterThan(0)
    const publiques = () =>
      Promise.all(fiches.map(async ({ offre }) => (await demander(`/formations/${offre}`, '')).status))
    expect(new Set(await publiques())).toEqual(new Set([200]))
    for (const { offre } of fiches)
      expect((await demander(`${sortie}/retirer`, temoin, { fiches: offre })).status).toBe(303)
    expect(new Set(await publiques())).toEqual(new Set([404]))

    const registre = await demander('/registre/export.zip', await temoinDe('claire@les-tisserands.example'))
    const octets = new Uint8Array(await registre.arrayBuffer())
    const verdict = verifierExport({ taille: octets.length, lire: (p, n) => octets.subarray(p, p + n) })
    expect(verdict).toMatchObject({ ok: true })
    expect(verdict.entrees).toBeGreaterThan(0)
  })
})
