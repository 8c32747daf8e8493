import { Hono } from 'hono'
import { z } from 'zod'
import { asId, type Id } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { actualitesDuPoleUrl, polesUrl, poleUrl, type Regard, regarder } from '#modules/pole/index.ts'
import { newId } from '#platform/db/index.ts'
import { createLimits } from '#platform/limits/limits.ts'
import { creerRecuperer, type Recuperer } from '#platform/reseau/recuperer.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxField,
  type CodeEtat,
  Etat,
  Facts,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { caseCochee, fichierSansGenreFacultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { forbidden, notFound, tooMany } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type CompteDImages,
  type Importation,
  imagesAPrendre,
  imagesDeLImportation,
  importationDe,
  importationsDe,
} from '../db/importations.ts'
import type { LigneDeRapport } from '../domain/importation.ts'
import { chercherImages, IMAGES_PAR_GESTE, poserImages } from '../gestes/illustrer.ts'
import { importerDesActualites } from '../gestes/importer.ts'
import { lireEntreesAPart } from '../lecture/lire-entrees-a-part.ts'
import { importationUrl, importerActualitesUrl } from '../liens.ts'
import { phraseAnime } from './redaction.page.tsx'

const fields = z.object({
  // Un XML n'est d'aucun genre reçu ailleurs : c'est la lecture, bornée, qui dit ce qu'il vaut.
  fichier: fichierSansGenreFacultatif(),
  adresse: texte({ max: 1000 }),
  paraitre: caseCochee(),
})

const chemin = (r: Regard) => [
  { libelle: 'Pôle', href: polesUrl() },
  { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
  { libelle: 'Actualités', href: actualitesDuPoleUrl({ pole: r.pole.id }) },
]

const Vue = ({ r, form, deja }: { r: Regard; form: FormOf<typeof fields>; deja: readonly Importation[] }) => (
  <Page
    title="Importer"
    heading="Importer les actualités d’un site"
    lede="L’adresse d’un flux, ou un fichier : RSS, Atom, export WordPress, tableau CSV. Relire le même ne crée rien deux fois."
    path={chemin(r)}
    alert={form.alert}
  >
    <Form form={form} fichiers noms={{ fichier: 'Fichier', adresse: 'Adresse du flux' }}>
      <FieldSection titre="D’où">
        <Field
          form={form}
          name="adresse"
          label="Adresse du flux"
          type="url"
          optional
          span={3}
          hint="https://exemple.fr/feed"
        />
        <FileField
          form={form}
          name="fichier"
          label="Ou un fichier"
          accept=".xml,.rss,.atom,.csv,text/xml,application/xml,text/csv"
          optional
          hint="12 Mo au plus ; un tableau a une colonne « titre », et s’il le faut « date », « chapo », « texte », « lien », « image », « alt »"
        />
      </FieldSection>
      <FieldSection titre="Ensuite">
        <CheckboxField
          form={form}
          name="paraitre"
          label="Les faire paraître à leur date d’origine ; sinon, ce sont des brouillons"
        />
      </FieldSection>
      <Actions libelle="Lire et importer">
        <a href={actualitesDuPoleUrl({ pole: r.pole.id })}>Revenir sans importer</a>
      </Actions>
    </Form>
    {deja.length > 0 ? (
      <Section titre="Déjà lus" id="deja-lus">
        <Table
          legende="Imports déjà faits"
          lignes={deja}
          colonnes={[
            {
              titre: 'D’où',
              entete: true,
              cell: (i) => (
                <a class="casse" href={importationUrl({ pole: r.pole.id, importation: i.id })}>
                  {i.source}
                </a>
              ),
            },
            { titre: 'Le', cell: (i) => formaterInstant(i.luLe) },
            { titre: 'Neuves', nombre: true, cell: (i) => i.rapport.comptes.creee + i.rapport.comptes.parue },
            { titre: 'Laissées', nombre: true, cell: (i) => i.rapport.comptes.laissee },
          ]}
        />
      </Section>
    ) : null}
  </Page>
)

const sorts = {
  creee: { etat: 'partiel', mot: 'brouillon' },
  parue: { etat: 'prouve', mot: 'en ligne' },
  connue: { etat: 'sans-objet', mot: 'déjà là, laissée telle quelle' },
  laissee: { etat: 'manquant', mot: 'non prise' },
} as const satisfies Record<LigneDeRapport['sort'], { etat: CodeEtat; mot: string }>

const Images = ({ r, i, images }: { r: Regard; i: Importation; images: CompteDImages }) => {
  const { attend, prise, laissee } = images.comptes
  if (attend + prise + laissee === 0) return null
  return (
    <Section titre="Images" id="images" sous={`${compter(prise, 'prise')}, ${attend}\u00a0à prendre`}>
      {attend > 0 ? (
        <Form
          form={emptyForm()}
          action={`${importationUrl({ pole: r.pole.id, importation: i.id })}/images`}
          classe="court"
        >
          <p>
            Le serveur va les chercher là où l’article les montre, les réduit et ôte ce que l’appareil y a
            noté.
          </p>
          <p class="gestes-l">
            <Button genre="main">
              {attend > IMAGES_PAR_GESTE ? `Prendre les ${IMAGES_PAR_GESTE} suivantes` : 'Prendre ces images'}
            </Button>
          </p>
        </Form>
      ) : (
        <p>Il n’en reste aucune à prendre.</p>
      )}
      {images.laissees.length > 0 ? (
        <Table
          legende="Images laissées"
          lignes={images.laissees}
          colonnes={[
            { titre: 'Actualité', entete: true, cell: (l) => l.titre },
            { titre: 'Pourquoi', cell: (l) => l.pourquoi },
          ]}
        />
      ) : null}
    </Section>
  )
}

const VueRapport = ({ r, i, images }: { r: Regard; i: Importation; images: CompteDImages }) => (
  <Page
    title="Rapport d’import"
    lede={`${i.rapport.genre}\u00a0: ${compter(i.rapport.comptes.creee + i.rapport.comptes.parue, 'actualité prise', { zero: 'rien de neuf' })}.`}
    path={[...chemin(r), { libelle: 'Importer', href: importerActualitesUrl({ pole: r.pole.id }) }]}
    facts={
      <Facts
        faits={[
          ['D’où', <span class="casse">{i.source}</span>],
          ['Lu le', formaterInstant(i.luLe)],
          ['Déjà là', i.rapport.comptes.connue],
          ['Non prises', i.rapport.comptes.laissee],
        ]}
      />
    }
  >
    <Images r={r} i={i} images={images} />
    <Section titre="Une à une" id="lignes">
      {i.rapport.lignes.length > 0 ? (
        <Table
          legende="Ce que chaque entrée est devenue"
          lignes={i.rapport.lignes}
          colonnes={[
            { titre: 'Titre', entete: true, cell: (l) => l.titre },
            { titre: 'Devenue', cell: (l) => <Etat {...sorts[l.sort]} /> },
            { titre: 'Pourquoi', cell: (l) => l.pourquoi ?? '' },
          ]}
        />
      ) : (
        <p>Ce fichier ne contenait aucune actualité.</p>
      )}
      <p class="sub exporter">
        Exporter :{' '}
        <a href={withQuery(importationUrl({ pole: r.pole.id, importation: i.id }), { format: 'csv' })}>
          CSV<span class="unseen"> : rapport d’import</span>
        </a>
      </p>
    </Section>
  </Page>
)

/** `/poles/:pole/actualites/importer`. `recuperer` : les essais donnent le leur. */
export const importerPage = (
  services: Pick<Services, 'db' | 'clock' | 'keys'>,
  recuperer: Recuperer = creerRecuperer(),
) => {
  const { db, clock, keys } = services
  const limites = createLimits(db, keys)
  const ecrit = exigerDroit('pole.participer')
  return new Hono<Env>()
    .get(importerActualitesUrl.modele, ecrit, (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        return c.html(<Vue r={r} form={emptyForm()} deja={await importationsDe(tx, r.pole.id)} />)
      }),
    )
    .post(importerActualitesUrl.modele, ecrit, async (c) => {
      const lu = await readForm(fields, c)
      // Le droit d'abord : le serveur ne va rien chercher au dehors pour qui n'anime pas.
      const visiteurIci = c.get('visiteur')
      const anime =
        visiteurIci &&
        (await db.withTenant(
          visiteurIci.acces,
          async (tx) => (await regarder(tx, visiteurIci, c.req.param('pole')))?.anime,
        ))
      const vaChercher = lu.ok && anime === true && !lu.data.fichier && lu.data.adresse !== ''
      if (
        vaChercher &&
        !(await limites.allow('portail.import', visiteurIci?.personneId ?? clientIp(c), {
          max: 20,
          fenetre: 3600,
        }))
      )
        return tooMany(c, 3600)
      const pris = vaChercher ? await recuperer(lu.data.adresse) : undefined
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        const revenir = async (form: FormOf<typeof fields>, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Vue r={r} form={form} deja={await importationsDe(tx, r.pole.id)} />, statut)
        if (!lu.ok) return revenir(lu.form, lu.status)
        const { fichier, adresse } = lu.data
        if (pris && !pris.ok) return revenir(withErrors(lu.form, { adresse: pris.error.phrase }), 422)
        const octets = fichier?.octets ?? (pris?.ok ? pris.value.octets : undefined)
        if (!octets)
          return revenir(
            withErrors(lu.form, { adresse: 'Donnez l’adresse d’un flux, ou choisissez un fichier.' }),
            422,
          )
        const lecture = await lireEntreesAPart(octets)
        if (!lecture.ok)
          return revenir(
            withErrors(
              lu.form,
              fichier ? { fichier: lecture.error.phrase } : { adresse: lecture.error.phrase },
            ),
            422,
          )
        const le = clock.now()
        const importation = (lu.jeton && asId<'Importation'>(lu.jeton)) || newId<'Importation'>(le)
        const source = fichier ? fichier.nom || 'fichier' : adresse
        const fait = await importerDesActualites({ tx, r, visiteur, le }, lecture.value, {
          id: importation,
          source,
          paraitre: lu.data.paraitre,
        })
        if (!fait.ok) return revenir(withAlert(lu.form, fait.error.phrase), 409)
        const { comptes } = fait.value
        return redirectWith(c, importationUrl({ pole: r.pole.id, importation }), {
          genre: 'fait',
          fort: `${compter(comptes.creee + comptes.parue, 'actualité prise', { zero: 'Rien de neuf' })}.`,
        })
      })
    })
    .get(importationUrl.modele, ecrit, (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        const id = asId<'Importation'>(c.req.param('importation')) as Id<'Importation'> | undefined
        const i = id && (await importationDe(tx, r.pole.id, id))
        if (!i) return notFound(c)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'rapport-import',
            enCsv(
              ['Titre', 'Devenue', 'Pourquoi'],
              i.rapport.lignes.map((l) => [l.titre, sorts[l.sort].mot, l.pourquoi]),
            ),
          )
        return c.html(<VueRapport r={r} i={i} images={await imagesDeLImportation(tx, r.pole.id, i.id)} />)
      }),
    )
    .post('/poles/:pole/actualites/imports/:importation/images', ecrit, async (c) => {
      await readForm(z.object({}), c)
      const id = asId<'Importation'>(c.req.param('importation')) as Id<'Importation'> | undefined
      const visiteurIci = c.get('visiteur')
      const voulues =
        visiteurIci && id
          ? await db.withTenant(visiteurIci.acces, async (tx) => {
              const r = await regarder(tx, visiteurIci, c.req.param('pole'))
              return r?.anime ? imagesAPrendre(tx, r.pole.id, id, IMAGES_PAR_GESTE) : []
            })
          : []
      if (
        voulues &&
        voulues.length > 0 &&
        !(await limites.allow('portail.import-images', visiteurIci?.personneId ?? clientIp(c), {
          max: 120,
          fenetre: 3600,
        }))
      )
        return tooMany(c, 3600)
      const prises = await chercherImages(voulues ?? [], recuperer)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const r = await regarder(tx, visiteur, c.req.param('pole'))
        if (!r) return notFound(c)
        if (!r.anime) return forbidden(c, phraseAnime)
        if (!id || !(await importationDe(tx, r.pole.id, id))) return notFound(c)
        const n = await poserImages(tx, r.pole.id, prises, visiteur.nom, clock.now())
        return redirectWith(c, `${importationUrl({ pole: r.pole.id, importation: id })}#images`, {
          genre: 'fait',
          fort: `${compter(n, 'image prise', { zero: 'Aucune image prise' })}.`,
        })
      })
    })
}
