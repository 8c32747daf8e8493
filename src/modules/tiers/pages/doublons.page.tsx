import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { enumerer } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Alert,
  Button,
  Empty,
  Exporter,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import type { FicheId } from '../db/fusions.ts'
import { type Paire, raisons } from '../domain/doublons.ts'
import type { FusionId } from '../domain/lus.ts'
import { defaire, direDistinctes, fusionner } from '../gestes/fusionner.ts'
import { pourQui } from './commun.ts'
import { type Comparee, type Genre, genres } from './genres-de-fiche.ts'

/** Assez pour une séance de rangement ; les suivants viennent quand ceux-ci sont réglés. */
const max = 50

const fields = z.object({ garder: texte({ max: 50 }) })
type Formulaire = FormOf<typeof fields>

type Rapprochee = { readonly paire: Paire<FicheId>; readonly premier: Comparee; readonly second: Comparee }

const Liste = ({ genre, paires }: { genre: Genre; paires: readonly Rapprochee[] }) => (
  <Page
    title="Doublons"
    heading={`Doublons parmi les ${genre.mots}`}
    lede="Rien n’est réuni sans vous. Réunir ne déplace rien, et se défait depuis la fiche gardée."
    path={[{ libelle: genre.titre, href: genre.liste() }]}
  >
    <Section titre="À rapprocher" id="paires">
      {paires.length === 0 ? (
        <Empty titre="Aucun doublon à proposer.">{genre.aucun}</Empty>
      ) : (
        <>
          <Table
            legende="Fiches à rapprocher, les plus sûres d’abord"
            lignes={paires}
            colonnes={[
              {
                titre: 'Fiches',
                entete: true,
                cell: ({ paire, premier, second }) => (
                  <a href={genre.reunir({ premier: paire.premier, second: paire.second })}>
                    {premier.nom} et {second.nom}
                  </a>
                ),
              },
              {
                titre: 'Pourquoi',
                cell: ({ paire }) => enumerer(paire.raisons.map((r) => raisons[r])),
              },
            ]}
          />
          <p class="sub">
            <Exporter href={withQuery(genre.doublons(), { format: 'csv' })} />
          </p>
        </>
      )}
    </Section>
  </Page>
)

type CompareProps = {
  readonly genre: Genre
  readonly form: Formulaire
  readonly avertissement: string | undefined
  readonly premier: Comparee
  readonly second: Comparee
}
const Comparer = ({ genre, form, avertissement, premier, second }: CompareProps) => (
  <Page
    title="Réunir deux fiches"
    heading={`${premier.nom} et ${second.nom} : une seule fiche ?`}
    lede="Choisissez la fiche à garder. L’autre y mènera ; ses signatures, ses inscriptions et ses certificats restent tels quels."
    path={[
      { libelle: genre.titre, href: genre.liste() },
      { libelle: 'Doublons', href: genre.doublons() },
    ]}
    alert={form.alert}
  >
    {avertissement ? (
      <Alert genre="mal" fort="Avant de réunir.">
        {avertissement}
      </Alert>
    ) : null}
    <Section titre="Côte à côte" id="compare">
      <Table
        legende="Les deux fiches, champ par champ"
        lignes={genre.champs.map((titre, i) => ({
          titre,
          un: premier.valeurs[i] || 'rien',
          deux: second.valeurs[i] || 'rien',
        }))}
        colonnes={[
          { titre: 'Champ', entete: true, cell: (l) => l.titre },
          { titre: 'Première fiche', cell: (l) => l.un },
          {
            titre: 'Seconde fiche',
            cell: (l) => (l.un === l.deux && l.un !== 'rien' ? `${l.deux} (pareil)` : l.deux),
          },
        ]}
      />
    </Section>
    <Form
      form={form}
      action={genre.reunir({ premier: premier.id, second: second.id })}
      noms={{ garder: 'Fiche à garder' }}
    >
      <FieldSection titre="Décider">
        <RadioGroup
          form={form}
          name="garder"
          label="La fiche à garder"
          options={[
            { value: premier.id, label: `la première : ${premier.resume}` },
            { value: second.id, label: `la seconde : ${second.resume}` },
          ]}
          hint="ce que l’autre dit de plus reste lisible au bas de la gardée ; recopiez-le ensuite s’il sert"
        />
      </FieldSection>
      <Actions libelle="Réunir ces fiches">
        <Button geste="distinguer">Ce ne sont pas les mêmes</Button>{' '}
        <a href={genre.doublons()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

const rapprocher = async (tx: TenantTx, genre: Genre): Promise<Rapprochee[]> => {
  const paires = await genre.proposer(tx, max)
  const rendues: Rapprochee[] = []
  for (const paire of paires) {
    const [premier, second] = [await genre.lire(tx, paire.premier), await genre.lire(tx, paire.second)]
    if (premier && second) rendues.push({ paire, premier, second })
  }
  return rendues
}

const lireDeux = async (
  tx: TenantTx,
  genre: Genre,
  premier: string,
  second: string,
): Promise<{ premier: Comparee; second: Comparee; avertissement: string | undefined } | undefined> => {
  const [a, b] = [asId<'Tiers'>(premier), asId<'Tiers'>(second)]
  if (!a || !b || a === b) return undefined
  const [un, deux] = [await genre.lire(tx, a), await genre.lire(tx, b)]
  return un && deux && { premier: un, second: deux, avertissement: await genre.avertir?.(tx, a, b) }
}

const pages = (genre: Genre, { db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const reunir = genre.reunir.modele
  return new Hono<Env>()
    .get(genre.doublons(), exigerDroit('tiers.fusionner'), (c) =>
      pourQui(c, db, 'tiers.fusionner', async (tx) => {
        const paires = await rapprocher(tx, genre)
        return c.req.query('format') === 'csv'
          ? repondreCsv(
              c,
              'doublons',
              enCsv(
                ['Première fiche', 'Seconde fiche', 'Pourquoi'],
                paires.map(({ paire, premier, second }) => [
                  premier.nom,
                  second.nom,
                  enumerer(paire.raisons.map((r) => raisons[r])),
                ]),
              ),
            )
          : c.html(<Liste genre={genre} paires={paires} />)
      }),
    )
    .get(reunir, exigerDroit('tiers.fusionner'), (c) =>
      pourQui(c, db, 'tiers.fusionner', async (tx) => {
        const deux = await lireDeux(tx, genre, c.req.param('premier') ?? '', c.req.param('second') ?? '')
        if (!deux) return notFound(c)
        const form: Formulaire = emptyForm(undefined, { garder: deux.premier.id })
        return c.html(<Comparer genre={genre} form={form} {...deux} />)
      }),
    )
    .post(reunir, exigerDroit('tiers.fusionner'), async (c) => {
      const read = await readForm(fields, c)
      return pourQui(c, db, 'tiers.fusionner', async (tx) => {
        const deux = await lireDeux(tx, genre, c.req.param('premier') ?? '', c.req.param('second') ?? '')
        if (!deux) return notFound(c)
        if (!read.ok) return c.html(<Comparer genre={genre} form={read.form} {...deux} />, read.status)
        const { premier, second } = deux
        const refuser = (phrase: string) =>
          c.html(<Comparer genre={genre} form={withAlert(read.form, phrase)} {...deux} />, 409)
        if (read.geste === 'distinguer') {
          const fait = await direDistinctes(tx, genre.renvois, premier.id, second.id, clock.now())
          if (!fait.ok) return refuser(fait.error.phrase)
          return redirectWith(c, genre.doublons(), {
            genre: 'fait',
            fort: 'Ces deux fiches ne seront plus rapprochées.',
          })
        }
        const garde = [premier, second].find((f) => f.id === read.data.garder)
        if (!garde) {
          const form = withErrors(read.form, { garder: 'Choisissez la fiche à garder.' })
          return c.html(<Comparer genre={genre} form={form} {...deux} />, 422)
        }
        const absorbe = garde === premier ? second : premier
        const id: FusionId = (read.jeton && asId<'Fusion'>(read.jeton)) || newId<'Fusion'>()
        const fait = await fusionner(
          tx,
          genre.renvois,
          id,
          { garde: garde.id, absorbe: absorbe.id },
          clock.now(),
        )
        if (!fait.ok) return refuser(fait.error.phrase)
        return redirectWith(c, genre.fiche(garde.id), {
          genre: 'fait',
          fort: 'Les deux fiches sont réunies.',
          suite: 'Vous pouvez défaire au bas de cette page.',
        })
      })
    })
    .post(genre.separer.modele, exigerDroit('tiers.fusionner'), async (c) => {
      await readForm(z.object({}), c)
      return pourQui(c, db, 'tiers.fusionner', async (tx) => {
        const id = asId<'Fusion'>(c.req.param('fusion') ?? '')
        const fait = id && (await defaire(tx, genre.renvois, id, clock.now()))
        if (!fait || (!fait.ok && fait.error.code === 'introuvable')) return notFound(c)
        if (!fait.ok) return redirectWith(c, genre.liste(), { genre: 'passe', fort: fait.error.phrase })
        return redirectWith(c, genre.fiche(fait.value.absorbe), {
          genre: 'fait',
          fort: 'Les deux fiches sont de nouveau distinctes, comme avant.',
        })
      })
    })
}

export const doublonsPersonnesPage = (services: Pick<Services, 'db' | 'clock'>) =>
  pages(genres.personne, services)
export const doublonsEntreprisesPage = (services: Pick<Services, 'db' | 'clock'>) =>
  pages(genres.entreprise, services)
