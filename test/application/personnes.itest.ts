// Long parce que l’instance et sa démonstration, longues à ouvrir, servent à tout ce qu’une personne demande.
/**
 * Ce qu’une personne voit et demande par son lien, puis son effacement. Elle s’efface de la démonstration entière : d’abord ce qui peut l’être, puis, douze ans plus tard, tout. On cherche alors son nom,
 * son courriel et son téléphone dans chaque colonne de texte, de JSON et d’octets de la base, dans le texte des PDF et dans le journal de
 * PostgreSQL ; les certificats des autres et le registre se vérifient toujours.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { entrer, type Personne, uniques } from '#app/demo/rejouer.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { purger } from '#modules/donnees/gestes/purger.ts'
import { verifierEnBase } from '#modules/emargement/index.ts'
import { avecClient } from '#platform/db/roles.ts'
import { lireZip } from '#platform/zip/zip.ts'
import { pagesDuPdf } from '../documents/lire-pdf.ts'
import { servirInstance } from '../parcours/instance.ts'

const maintenant = new Date()
let instance: Awaited<ReturnType<typeof servirInstance>>
let maiwenn: Personne
let elle: { id: string; prenom: string; nom: string; courriel: string; organisme: OrganismeId }
let autre: { id: string; empreinte: string }

const lire = <T extends object>(texte: string, args: readonly unknown[] = []): Promise<T[]> =>
  avecClient(instance.grappe.connexion('postgres'), async (c) => (await c.query<T>(texte, [...args])).rows)

/** Le texte d'un PDF ne change pas sous son empreinte : il ne se lit qu'une fois. */
const textes = new Map<string, string>()

/** Où ces mots se lisent : « schéma.table.colonne ». Les octets sont pris tels quels, et les PDF par leur texte. */
const ouSeLit = async (mots: readonly string[]): Promise<string[]> =>
  avecClient(instance.grappe.connexion('postgres'), async (c) => {
    const { rows: colonnes } = await c.query<{ t: string; vu: string; nom: string }>(
      `select format('%I.%I', n.nspname, c.relname) as t, n.nspname || '.' || c.relname || '.' || a.attname as nom,
          case when a.atttypid = 'bytea'::regtype then format('encode(z.%I, ''escape'')', a.attname) else format('z.%I::text', a.attname) end as vu
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm', 'p') and a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema')
          and format_type(a.atttypid, null) in ('text', 'text[]', 'json', 'jsonb', 'bytea', 'character varying', 'name', 'tsvector')`,
    )
    const lieux: string[] = []
    for (const { t, vu, nom } of colonnes) {
      const { rows } = await c.query(
        `select 1 from ${t} z where lower(${vu}) like any (select '%' || lower(m) || '%' from unnest($1::text[]) m) limit 1`,
        [mots],
      )
      if (rows.length > 0) lieux.push(nom)
    }
    const { rows: fichiers } = await c.query<{ h: string }>(
      `select encode(empreinte, 'hex') as h from plateforme.fichier where type = 'application/pdf' and octets is not null and organisme_id = $1`,
      [elle.organisme],
    )
    const scelles = (await c.query<{ h: string }>('select fichier as h from marches.coffre')).rows.map(
      (r) => r.h,
    )
    for (const { h } of fichiers) {
      if (!textes.has(h)) {
        const { rows } = await c.query<{ octets: Buffer }>(
          `select octets from plateforme.fichier where encode(empreinte, 'hex') = $1 limit 1`,
          [h],
        )
        const octets = rows[0]?.octets ?? Buffer.alloc(0)
        // Chiffré par les clés de l’instance (le coffre des marchés) : qui lit la base n’y lit rien.
        const scelle = !octets.subarray(0, 1024).includes('%PDF-')
        if (scelle) expect(scelles).toContain(h)
        textes.set(h, scelle ? '' : pagesDuPdf(octets).join(' '))
      }
      if (mots.some((m) => textes.get(h)?.includes(m))) lieux.push(`pdf ${h.slice(0, 8)}`)
    }
    return lieux
  })

beforeAll(async () => {
  instance = await servirInstance(undefined, { demonstration: true })
  maiwenn = await entrer(instance.app as never, instance.origine, 'maiwenn@langue-et-lien.example')
  // Qui a signé, accusé réception, été convoqué, et n’était pas seule : la plus documentée de celles dont personne ne porte le nom.
  // À égalité par le nom, et non par l’identifiant tiré au sort : l’essai porte chaque fois sur la même.
  const [choisie] = await lire<typeof elle>(
    `select p.id, p.prenom, p.nom, p.courriel, p.organisme_id as organisme from tiers.personne p
      join organisme.organisme o on o.organisme_id = p.organisme_id and o.code = 'langue-et-lien'
      join inscriptions.inscription i on i.organisme_id = p.organisme_id and i.personne_id = p.id
      where p.courriel is not null and length(p.nom) > 4
        and not exists (select from tiers.personne q where q.id <> p.id and (q.nom = p.nom or q.courriel ilike '%' || p.nom || '%'))
        and not exists (select from compte.compte k where k.nom = p.nom) and not exists (select from tiers.entreprise e where e.nom ilike '%' || p.nom || '%')
        and exists (select from emargement.signature g where g.inscription_id = i.id)
        and exists (select from inscriptions.inscription v join tiers.personne w on w.id = v.personne_id
          where v.session_id = i.session_id and v.personne_id <> p.id and length(w.nom) > 4)
      order by (select count(*) from documents.piece d where d.objet_id = i.id) desc, p.nom, p.prenom limit 1`,
  )
  if (!choisie) throw new Error('La démonstration n’a personne à effacer.')
  elle = choisie
  const [piece] = await lire<typeof autre>(
    `select id, encode(empreinte, 'hex') as empreinte from documents.piece where organisme_id = $1 and genre in ('certificat-realisation', 'convocation', 'information-stagiaire')
      and position($2 in donnees) = 0 order by genre limit 1`,
    [elle.organisme, elle.nom],
  )
  if (!piece) throw new Error('La démonstration n’a de pièce de personne d’autre.')
  autre = piece
})
afterAll(() => instance.fermer())

const donnees = () => `/personnes/${elle.id}/donnees`
const effacer = (nomSeul = false) =>
  maiwenn.envoyer(`${donnees()}/effacement`, {
    fondement: 'demande-de-la-personne',
    motif: 'Elle l’a demandé par courrier.',
    ...(nomSeul ? { nomSeul: 'on' } : {}),
  })

/** L’adresse d’un espace dans le dernier courriel reçu, sous ce titre. */
const lienRecu = async (a: string, titre: string): Promise<string> => {
  const lien = () =>
    new RegExp(`${titre}[^\\n]*\\n+\\S+(/moi/[\\w-]{43})`).exec(
      instance.courrier.findLast((m) => m.a === a && m.objet.startsWith('Votre espace'))?.texte ?? '',
    )?.[1]
  await vi.waitFor(() => expect(lien()).toBeDefined(), { timeout: 120_000 })
  return lien() ?? ''
}
const ouvrir = (url: string, init?: RequestInit) =>
  Promise.resolve(instance.app.request(`${instance.origine}${url}`, init))
const poster = (url: string, champs: Readonly<Record<string, string>>) =>
  ouvrir(url, { method: 'POST', body: new URLSearchParams(champs), headers: { origin: instance.origine } })

describe('L’espace sans compte', () => {
  let lien = ''

  test('se demande par l’adresse, avec la même réponse qu’elle soit connue ou non', async () => {
    const [connue, inconnue] = [
      await poster('/moi', { courriel: elle.courriel }),
      await poster('/moi', { courriel: 'personne@nulle-part.example' }),
    ]
    expect([connue.status, inconnue.status]).toEqual([200, 200])
    expect(await connue.text()).toBe(await inconnue.text())
    lien = await lienRecu(elle.courriel, 'Mon espace')
    expect(instance.courrier.some((m) => m.a === 'personne@nulle-part.example')).toBe(false)
  })

  test('montre ses papiers et ses dates ; le papier d’une autre, ou un lien deviné, est le même 404', async () => {
    const page = await (await ouvrir(lien)).text()
    expect(page).toContain(`${elle.prenom} ${elle.nom}`)
    const [piece] = uniques(page, /pieces\/([0-9a-f-]{36})/g)
    const pdf = await ouvrir(`${lien}/pieces/${piece}`)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect((await pdf.arrayBuffer()).byteLength).toBeGreaterThan(1000)
    for (const ailleurs of [
      `${lien}/pieces/${autre.id}`,
      `${lien}/mes-donnees.zip`,
      `${lien}/agenda.ics`,
      `/moi/${'A'.repeat(43)}`,
      `/moi/${'A'.repeat(43)}/pieces/${piece}`,
    ])
      expect((await ouvrir(ailleurs)).status, ailleurs).toBe(404)
    // De ses voisins de session, elle ne lit pas le nom.
    const voisins = await lire<{ nom: string }>(
      `select distinct q.nom from inscriptions.inscription i join inscriptions.inscription j on j.session_id = i.session_id and j.personne_id <> i.personne_id
        join tiers.personne q on q.id = j.personne_id where i.personne_id = $1 and length(q.nom) > 4`,
      [elle.id],
    )
    expect(voisins.length).toBeGreaterThan(0)
    for (const { nom } of voisins) expect(page).not.toContain(nom)
  })

  test('n’ouvre aucun organisme : sous les murs, sa transaction ne lit pas une ligne', async () => {
    const jeton = lien.split('/').pop() ?? ''
    const lues = await instance.instance.services.db.withoutTenant(async (tx) => {
      const rendu = await sql<{
        e: object | null
      }>`select porte.espace(${createHash('sha256').update(jeton).digest()}::bytea) as e`.execute(tx)
      expect(rendu.rows[0]?.e).not.toBeNull()
      const comptes: number[] = []
      for (const t of [
        'tiers.personne',
        'inscriptions.inscription',
        'documents.piece',
        'emargement.signature',
        'facturation.facture',
        'donnees.demande',
        'espaces.acces',
      ])
        comptes.push(
          (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(t)}`.execute(tx)).rows[0]?.n ??
            -1,
        )
      return comptes
    })
    expect(lues).toEqual([0, 0, 0, 0, 0, 0, 0])
  })

  test('y demander ses données arrive à « Aujourd’hui » avec un mois ; l’archive lui est remise par le même lien', async () => {
    const faite = await poster(`${lien}/mes-donnees`, { genre: 'acces', precision: 'Tout ce que vous avez.' })
    expect(faite.status).toBe(303)
    expect((await poster(`${lien}/mes-donnees`, { genre: 'acces' })).status).toBe(409)
    expect((await poster(`${lien}/mes-donnees`, { genre: 'tout' })).status).toBe(422)
    expect(await maiwenn.lire('/aujourdhui')).toContain(
      `Répondre à ${elle.prenom} ${elle.nom}, qui demande à lire et recevoir ses données`,
    )
    const [demande] = uniques(await maiwenn.lire(donnees()), /demandes\/([0-9a-f-]{36})/g)
    const page = await maiwenn.lire(`/cooperative/donnees/demandes/${demande}`)
    expect(page).toContain('Tout ce que vous avez.')
    await maiwenn.envoyer(`/cooperative/donnees/demandes/${demande}`, { geste: 'remettre' })
    await vi.waitFor(
      () =>
        expect(
          instance.courrier.some((m) => m.a === elle.courriel && m.objet === 'Vos données sont prêtes'),
        ).toBe(true),
      {
        timeout: 120_000,
      },
    )
    const zip = Buffer.from(await (await ouvrir(`${lien}/mes-donnees.zip`)).arrayBuffer())
    const fichiers = new Map<string, Buffer>()
    for (const f of lireZip({ taille: zip.length, lire: (o, n) => zip.subarray(o, o + n) }))
      fichiers.set(f.nom, Buffer.from(f.octets))
    expect([...fichiers.keys()]).toEqual(
      expect.arrayContaining(['lisez-moi.html', 'donnees.json', expect.stringMatching(/^pieces\/.+\.pdf$/)]),
    )
    const donneesJson = JSON.parse(fichiers.get('donnees.json')?.toString('utf8') ?? '{}')
    expect(donneesJson.personne).toEqual({ prenom: elle.prenom, nom: elle.nom })
    expect(Object.keys(donneesJson.tables)).toEqual(
      expect.arrayContaining(['tiers.personne', 'inscriptions.inscription', 'emargement.signature']),
    )
    const lisible = fichiers.get('lisez-moi.html')?.toString('utf8') ?? ''
    expect(lisible).toContain('Vos inscriptions')
    expect(lisible).not.toMatch(/https?:\/\//)
  })

  test('un contact ne lit que son entreprise ; qui intervient sans compte, ses journées et son agenda', async () => {
    const [contact] = await lire<{ id: string; courriel: string; entreprise: string }>(
      `select p.id, p.courriel, c.entreprise_id as entreprise from tiers.contact c join tiers.personne p on p.id = c.personne_id
        join inscriptions.dossier d on d.entreprise_id = c.entreprise_id join inscriptions.inscription i on i.dossier_id = d.id
        where c.organisme_id = $1 and p.courriel is not null and c.retire_le is null order by p.courriel limit 1`,
      [elle.organisme],
    )
    if (!contact) throw new Error('Aucun contact de client.')
    await poster('/moi', { courriel: contact.courriel })
    const page = await (await ouvrir(await lienRecu(contact.courriel, 'L’espace de l’entreprise'))).text()
    const gens = await lire<{ nom: string; sien: boolean }>(
      `select distinct p.nom, d.entreprise_id = $2 as sien from inscriptions.inscription i join inscriptions.dossier d on d.id = i.dossier_id
        join tiers.personne p on p.id = i.personne_id where i.organisme_id = $1 and length(p.nom) > 4`,
      [elle.organisme, contact.entreprise],
    )
    const siens = new Set(gens.filter((g) => g.sien).map((g) => g.nom))
    expect(siens.size).toBeGreaterThan(0)
    for (const g of gens)
      if (siens.has(g.nom)) expect(page).toContain(g.nom)
      else expect(page).not.toContain(g.nom)
    const [qui] = await lire<{ id: string; courriel: string | null; organisme: string }>(
      `select p.id, p.courriel, p.organisme_id as organisme from tiers.intervenant v join tiers.personne p on p.organisme_id = v.organisme_id and p.id = v.personne_id
        join sessions.affectation a on a.organisme_id = v.organisme_id and a.personne_id = v.personne_id where v.compte_id is null order by p.nom, p.prenom limit 1`,
    )
    if (!qui) throw new Error('Personne n’intervient sans compte.')
    const adresse = qui.courriel ?? 'intervenante@exemple.example'
    await lire(`update tiers.personne set courriel = $2 where id = $1`, [qui.id, adresse])
    await poster('/moi', { courriel: adresse })
    const sien = await (await ouvrir(await lienRecu(adresse, 'Mes interventions'))).text()
    const [agenda] = uniques(sien, /(\/moi\/[\w-]{43}\/agenda\.ics)/g)
    const ics = await (await ouvrir(agenda ?? '')).text()
    expect(ics).toContain('BEGIN:VEVENT')
    // L’adresse de l’agenda n’ouvre que lui.
    expect((await ouvrir((agenda ?? '').replace('/agenda.ics', ''))).status).toBe(404)
  })

  test('retiré depuis la fiche, le lien ne vaut plus au clic suivant ; redemandé, il ne repart pas', async () => {
    const nadia = await entrer(instance.app as never, instance.origine, 'nadia@langue-et-lien.example')
    const fiche = await nadia.lire(`/personnes/${elle.id}`)
    const [acces] = uniques(fiche, /name="acces" value="([0-9a-f-]{36})"/g)
    await nadia.envoyer(`/personnes/${elle.id}/espace`, { geste: 'retirer', acces: acces ?? '' })
    expect((await ouvrir(lien)).status).toBe(404)
    // Un envoi d’avant qui n’est pas encore parti se compterait après.
    const toutParti = () =>
      vi.waitFor(
        async () => {
          const [file] = await lire<{ n: number }>(
            `select count(*)::int as n from graphile_worker.jobs where task_identifier in ('espaces.chercher', 'espaces.envoyer', 'plateforme.envoyer-courriel')`,
          )
          expect(file?.n).toBe(0)
        },
        { timeout: 120_000 },
      )
    await toutParti()
    const avant = instance.courrier.filter(
      (m) => m.a === elle.courriel && m.objet.startsWith('Votre espace'),
    ).length
    await poster('/moi', { courriel: elle.courriel })
    await toutParti()
    const recus = instance.courrier.filter((m) => m.a === elle.courriel && m.objet.startsWith('Votre espace'))
    expect(recus).toHaveLength(avant)
    await nadia.envoyer(`/personnes/${elle.id}/espace`, { geste: 'envoyer' })
    await vi.waitFor(
      () =>
        expect(
          instance.courrier.filter((m) => m.a === elle.courriel && m.objet.startsWith('Votre espace')).length,
        ).toBe(avant + 1),
      { timeout: 120_000 },
    )
    expect((await ouvrir(await lienRecu(elle.courriel, 'Mon espace'))).status).toBe(200)
  })
})

describe('Effacer une personne', () => {
  test('son archive dit ce que l’on garde d’elle, et le journal des lectures qui l’a prise', async () => {
    const reponse = await instance.app.request(`${instance.origine}${donnees()}`)
    expect(reponse.status).toBe(303)
    const page = await maiwenn.lire(donnees())
    expect(page).toContain('Ce qui se garde')
    expect(page).toContain('L6362-6')
    expect(await maiwenn.lire('/cooperative/donnees/lectures')).toContain(elle.nom)
    expect(await maiwenn.lire('/cooperative/donnees/droits')).toContain('Acte d’une procédure disciplinaire')
  })

  test('aujourd’hui, ses coordonnées s’effacent et les preuves restent, chacune avec son terme', async () => {
    // L'agenda d'une personne qui intervient : son adresse ouvre tout, ses heures disent ses jours.
    await lire(
      `with g as (insert into sessions.agenda (organisme_id, id, activite_id, personne_id, nom, adresse, cree_par, cree_le)
          select organisme_id, gen_random_uuid(), activite_id, id, 'Travail', sha256('a') || sha256('b'), gen_random_uuid(), now()
            from tiers.personne where id = $1 returning organisme_id, id, activite_id, personne_id)
        insert into sessions.occupe_dehors (organisme_id, id, activite_id, agenda_id, personne_id, du, au, genre)
          select organisme_id, gen_random_uuid(), activite_id, id, personne_id, now(), now() + interval '1 hour', 'occupe' from g`,
      [elle.id],
    )
    await effacer()
    expect(
      await lire(
        'select personne_id from sessions.agenda where personne_id = $1 union all select personne_id from sessions.occupe_dehors where personne_id = $1',
        [elle.id],
      ),
    ).toEqual([])
    const [fiche] = await lire<{ courriel: string | null; nom: string; effacee: boolean }>(
      'select courriel, nom, effacee_le is not null as effacee from tiers.personne where id = $1',
      [elle.id],
    )
    expect(fiche).toEqual({ courriel: null, nom: elle.nom, effacee: false })
    const lieux = await ouSeLit([elle.courriel])
    // Ce qui reste de son adresse est figé dans des preuves : pièces, signatures, registre.
    expect(lieux.filter((l) => !/^(documents\.(piece|signature)|emargement\.prive|pdf )/.test(l))).toEqual([])
    const page = await maiwenn.lire(donnees())
    expect(page).toContain('en partie')
    expect(page).toMatch(/Ce qui se garde[\s\S]*20\d\d/)
  })

  test('qui ne répond pas des données n’y entre pas', async () => {
    const nadia = await entrer(instance.app as never, instance.origine, 'nadia@langue-et-lien.example')
    for (const ou of [
      donnees(),
      '/cooperative/donnees',
      '/cooperative/donnees/purge',
      '/cooperative/donnees/lectures',
      '/cooperative/donnees/droits',
    ])
      expect(await nadia.lire(ou)).toContain('Vous n’avez pas accès aux demandes de données')
    await expect(nadia.envoyer(`${donnees()}/archive.zip`, {})).rejects.toThrow('(403)')
  })

  test('une suspension l’arrête, et la base la refuse à qui forcerait la porte', async () => {
    await maiwenn.envoyer(`${donnees()}/suspension`, { motif: 'Contrôle de la DREETS en cours.' })
    await expect(effacer()).rejects.toThrow('Une suspension court')
    await maiwenn.envoyer(`${donnees()}/suspension`, { geste: 'lever' })
  })

  test('après le dernier terme, plus une trace : ni table, ni fichier, ni journal', async () => {
    // Douze ans passent : les pièces vieillissent, l’horloge de l’application avance.
    await lire(`update documents.piece set emise_le = emise_le - interval '12 years'`)
    const plusTard = new Date(maintenant)
    plusTard.setUTCFullYear(maintenant.getUTCFullYear() + 13)
    instance.regler(plusTard.toISOString())
    const avant = await ouSeLit([elle.nom])
    // Ce que l’on cherche se trouve : une fiche, une pièce, une part du registre, le texte d’un PDF.
    expect(avant).toEqual(
      expect.arrayContaining([
        'tiers.personne.nom',
        'documents.piece.donnees',
        'emargement.prive.contenu',
        expect.stringMatching(/^pdf /),
      ]),
    )
    await effacer(true)
    const [fiche] = await lire<{ nom: string; effacee: boolean }>(
      'select nom, effacee_le is not null as effacee from tiers.personne where id = $1',
      [elle.id],
    )
    expect(fiche).toEqual({ nom: 'effacée', effacee: true })
    expect(await ouSeLit([elle.nom, elle.courriel, `${elle.prenom} ${elle.nom}`])).toEqual([])
    const journal = readFileSync(join(instance.dossier, 'postgresql.log'), 'utf8')
    expect(journal).not.toContain(elle.nom)
    expect(journal).not.toContain(elle.courriel)
    const page = await maiwenn.lire(`/personnes?q=${encodeURIComponent(elle.nom)}`)
    expect(page).not.toContain(`/personnes/${elle.id}`)
  })

  test('les pièces des autres et le registre se vérifient toujours', async () => {
    expect(await maiwenn.lire(`/verifier/${autre.empreinte}`)).toMatch(/émis/i)
    const [intacte] = await lire<{ ok: boolean }>(
      `select encode(sha256(convert_to(p.donnees, 'UTF8')), 'hex') = encode(p.empreinte, 'hex')
          and encode(sha256(f.octets), 'hex') = p.fichier as ok
        from documents.piece p join plateforme.fichier f on f.organisme_id = p.organisme_id and encode(f.empreinte, 'hex') = p.fichier where p.id = $1`,
      [autre.id],
    )
    expect(intacte?.ok).toBe(true)
    const verdict = await instance.instance.fond.db.withTenant(
      { genre: 'tache', organisme: elle.organisme },
      (tx) => verifierEnBase(tx, instance.instance.services.keys.publicKey),
    )
    expect(verdict).toMatchObject({ ok: true, illisibles: 0 })
    const [effacement] = await lire<{ n: number }>(
      `select count(*)::int as n from emargement.maillon where organisme_id = $1 and contenu::jsonb ->> 'genre' = 'effacement'`,
      [elle.organisme],
    )
    expect(effacement?.n).toBeGreaterThan(0)
  })

  test('un second effacement se refuse, et un voisin ne trouve personne', async () => {
    await expect(effacer()).rejects.toThrow('déjà effacée')
    const farida = await entrer(instance.app as never, instance.origine, 'yann@les-tisserands.example')
    await expect(
      farida.envoyer(`${donnees()}/effacement`, { fondement: 'demande-de-la-personne', motif: 'Essai.' }),
    ).rejects.toThrow(/\((403|404)\)/)
  })

  test('la purge dit d’abord, puis efface quand on l’a voulu ; rejouée, elle ne trouve plus rien', async () => {
    const acces = { genre: 'tache', organisme: elle.organisme } as const
    const { fond } = instance.instance
    const services = { ...fond, clock: instance.instance.services.clock }
    const essai = await purger(services, acces, true)
    expect(essai.personnes).toBeGreaterThan(2)
    const reste = () =>
      lire<{ n: number }>(
        'select count(*)::int as n from tiers.personne where organisme_id = $1 and effacee_le is null',
        [elle.organisme],
      )
    const [avant] = await reste()
    const faite = await purger(services, acces, false)
    expect(faite).toMatchObject({ personnes: essai.personnes, completes: essai.completes })
    const [apres] = await reste()
    expect((avant?.n ?? 0) - (apres?.n ?? 0)).toBe(faite.completes - faite.refus.length)
    expect((await purger(services, acces, false)).pieces).toBe(0)
    const verdict = await fond.db.withTenant(acces, (tx) =>
      verifierEnBase(tx, instance.instance.services.keys.publicKey),
    )
    expect(verdict).toMatchObject({ ok: true })
  })
})
