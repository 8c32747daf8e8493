/**
 * Une personne s’efface de la démonstration entière : d’abord ce qui peut l’être, puis, douze ans plus tard, tout. On cherche alors son nom,
 * son courriel et son téléphone dans chaque colonne de texte, de JSON et d’octets de la base, dans le texte des PDF et dans le journal de
 * PostgreSQL ; les certificats des autres et le registre se vérifient toujours.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entrer, type Personne } from '#app/demo/rejouer.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { purger } from '#modules/donnees/purger.ts'
import { verifierEnBase } from '#modules/emargement/index.ts'
import { avecClient } from '#platform/db/roles.ts'
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
    for (const { h } of fichiers) {
      if (!textes.has(h)) {
        const { rows } = await c.query<{ octets: Buffer }>(
          `select octets from plateforme.fichier where encode(empreinte, 'hex') = $1 limit 1`,
          [h],
        )
        textes.set(h, pagesDuPdf(rows[0]?.octets ?? Buffer.alloc(0)).join(' '))
      }
      if (mots.some((m) => textes.get(h)?.includes(m))) lieux.push(`pdf ${h.slice(0, 8)}`)
    }
    return lieux
  })

beforeAll(async () => {
  instance = await servirInstance(maintenant.toISOString(), { demonstration: true })
  maiwenn = await entrer(instance.app as never, instance.origine, 'maiwenn@langue-et-lien.example')
  // Qui a signé, accusé réception, été convoqué : la plus documentée de celles dont nul ne porte le nom.
  const [choisie] = await lire<typeof elle>(
    `select p.id, p.prenom, p.nom, p.courriel, p.organisme_id as organisme from tiers.personne p
      join organisme.organisme o on o.organisme_id = p.organisme_id and o.code = 'langue-et-lien'
      join inscriptions.inscription i on i.organisme_id = p.organisme_id and i.personne_id = p.id
      where p.courriel is not null and length(p.nom) > 4
        and not exists (select from tiers.personne q where q.id <> p.id and (q.nom = p.nom or q.courriel ilike '%' || p.nom || '%'))
        and not exists (select from compte.compte k where k.nom = p.nom) and not exists (select from tiers.entreprise e where e.nom ilike '%' || p.nom || '%')
        and exists (select from emargement.signature g where g.inscription_id = i.id)
      order by (select count(*) from documents.piece d where d.objet_id = i.id) desc, p.id limit 1`,
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

describe('Effacer une personne', () => {
  test('son archive dit ce que l’on garde d’elle, et le journal des lectures qui l’a prise', async () => {
    const reponse = await instance.app.request(`${instance.origine}${donnees()}`)
    expect(reponse.status).toBe(303)
    const page = await maiwenn.lire(donnees())
    expect(page).toContain('Ce qui se garde')
    expect(page).toContain('L6362-6')
    expect(await maiwenn.lire('/cooperative/donnees/lectures')).toContain(elle.nom)
  })

  test('aujourd’hui, ses coordonnées s’effacent et les preuves restent, chacune avec son terme', async () => {
    await effacer()
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
    ])
      expect(await nadia.lire(ou)).toContain('La personne déléguée conduit les effacements')
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
