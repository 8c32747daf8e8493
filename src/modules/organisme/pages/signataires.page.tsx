import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { formaterMontant, montantDecimal } from '#kernel/montant.ts'
import { de, enumerer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import { newId } from '#platform/db/index.ts'
import {
  Actions,
  CheckboxGroup,
  Chercher,
  type CodeEtat,
  Confirm,
  Empty,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { choix, date, facultatif, identifiant, montant, plusieurs } from '#web/fields.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { lireOrganisme } from '../db/organisme.queries.ts'
import { listerSignataires } from '../db/signataires.queries.ts'
import type { Signataire, SignataireId } from '../domain/lus.ts'
import { type Piece, pieces } from '../domain/signataires.ts'
import type { Prises } from '../gestes/composer.ts'
import { donnerDelegation, revoquerDelegation } from '../gestes/signataires.ts'
import { exigerDroit, peutVisiteur } from '../web/droits.ts'
import { signatairesUrl, signataireUrl } from '../web/liens.ts'
import { avecPorts, dansOrganisme, Export, estPresent, idDe, ligne, nomDe, racine } from './commun.tsx'

const codesDePiece = Object.keys(pieces) as [Piece, ...Piece[]]
const fields = z.object({
  personne: identifiant((t) => asId<'Personne'>(t), { phrase: 'Choisissez une personne de l’équipe.' }),
  qualite: ligne({ min: 2, max: 120, vide: 'Écrivez sa qualité : gérante, directeur pédagogique…' }),
  genre: choix(['fonction', 'delegation'], { phrase: 'Dites d’où vient ce pouvoir.' }),
  pieces: plusieurs(codesDePiece),
  plafond: facultatif(montant()),
  debut: date({ vide: 'Écrivez le premier jour.' }),
  fin: facultatif(date()),
})
type Formulaire = FormOf<typeof fields>

const direPieces = (s: Signataire): string =>
  s.pieces === '*' ? 'toutes les pièces' : enumerer(s.pieces.map((p) => pieces[p]))

const etatDe = (s: Signataire, jour: DateCivile): { etat: CodeEtat; mot: string } => {
  if (s.revoqueeLe) return { etat: 'sans-objet', mot: `révoquée le ${formaterDate(s.revoqueeLe)}` }
  if (s.fin !== null && s.fin < jour) return { etat: 'sans-objet', mot: 'échue' }
  if (s.debut > jour) return { etat: 'a-venir', mot: `à partir du ${formaterDate(s.debut)}` }
  return { etat: 'prouve', mot: s.fin ? `jusqu’au ${formaterDate(s.fin)}` : 'en vigueur' }
}

type ListeProps = {
  readonly signataires: readonly Signataire[]
  readonly membres: readonly Adhesion[]
  readonly jour: DateCivile
  readonly donne: boolean
  readonly form: Formulaire
  readonly q?: string
}

const Liste = ({ signataires: tous, membres, jour, donne, form, q = '' }: ListeProps) => {
  const signataires = filtrer(tous, q, (s) => `${s.nom} ${s.qualite} ${direPieces(s)}`)
  return (
    <Page
      title="Signataires"
      lede="Qui engage la coopérative, pour quelles pièces, jusqu’à quel montant. Une délégation ne se corrige pas : elle se révoque, et une autre est donnée."
      path={racine}
      alert={form.alert}
    >
      {tous.length === 0 ? (
        <Empty titre="Personne ne signe encore">
          La personne qui dirige la coopérative s’y inscrit d’abord, par sa fonction ; elle délègue ensuite.
        </Empty>
      ) : (
        <Chercher quoi="Nom, qualité, pièce" url={signatairesUrl()} q={q} rien={signataires.length === 0}>
          <Table
            legende="Délégations de signature"
            lignes={signataires}
            colonnes={[
              {
                titre: 'Personne',
                entete: true,
                cell: (s) => (
                  <>
                    {donne && s.revoqueeLe === null ? (
                      <a href={signataireUrl({ signataire: s.id })}>{s.nom}</a>
                    ) : (
                      s.nom
                    )}{' '}
                    <small>{s.qualite}</small>
                  </>
                ),
              },
              {
                titre: 'Pouvoir',
                cell: (s) => (s.genre === 'fonction' ? 'par sa fonction' : 'par délégation'),
              },
              { titre: 'Pièces', cell: direPieces },
              {
                titre: 'Plafond HT',
                nombre: true,
                cell: (s) => (s.plafondHt === null ? 'sans' : formaterMontant(s.plafondHt)),
              },
              { titre: 'État', cell: (s) => <Etat {...etatDe(s, jour)} /> },
            ]}
          />
          <Export url={signatairesUrl()} />
        </Chercher>
      )}
      {donne ? (
        <>
          <h2 class="feuille" id="donner">
            Donner un pouvoir
          </h2>
          <Form
            form={form}
            noms={{
              personne: 'Personne',
              qualite: 'Qualité',
              genre: 'Pouvoir',
              pieces: 'Pièces',
              plafond: 'Plafond',
              debut: 'Début',
              fin: 'Fin',
            }}
          >
            <FieldSection titre="À qui">
              <SelectField
                form={form}
                name="personne"
                label="Personne"
                vide="choisir"
                options={membres.map((m) => ({ value: m.compte, label: nomDe(m) }))}
              />
              <Field
                form={form}
                name="qualite"
                label="Qualité"
                hint="Imprimée sous son nom : gérante, directeur pédagogique."
                maxlength={120}
                span={2}
              />
              <RadioGroup
                form={form}
                name="genre"
                label="Ce pouvoir vient"
                options={[
                  { value: 'fonction', label: 'de sa fonction : représentant légal, tout, sans plafond' },
                  { value: 'delegation', label: 'd’une délégation écrite' },
                ]}
              />
            </FieldSection>
            <FieldSection titre="Pour quoi">
              <CheckboxGroup
                form={form}
                name="pieces"
                label="Pièces"
                hint="Pour une délégation."
                options={codesDePiece.map((p) => ({ value: p, label: pieces[p] }))}
                optional
              />
              <Field
                form={form}
                name="plafond"
                label="Plafond hors taxes, par pièce"
                inputmode="decimal"
                unite="€"
                hint="Vide : sans plafond."
                optional
              />
              <Field form={form} name="debut" label="Du" inputmode="numeric" hint="22/03/2027" />
              <Field
                form={form}
                name="fin"
                label="Au"
                inputmode="numeric"
                hint="Vide : sans terme."
                optional
              />
            </FieldSection>
            <Actions libelle="Donner ce pouvoir" />
          </Form>
        </>
      ) : null}
    </Page>
  )
}

const Un = ({ s, jour }: { s: Signataire; jour: DateCivile }) => (
  <Page
    title={s.nom}
    lede={`${s.qualite}. Signe ${direPieces(s)}${s.plafondHt === null ? '' : `, jusqu’à ${formaterMontant(s.plafondHt)} hors taxes`}.`}
    path={[...racine, { libelle: 'Signataires', href: signatairesUrl() }]}
    facts={<Etat {...etatDe(s, jour)} />}
  >
    <Confirm
      form={emptyForm()}
      titre={`Révoquer le pouvoir ${de(s.nom)}\u202f?`}
      phrase="Cela vaut dès aujourd’hui. Ce qui a été signé avant reste signé, et cette ligne reste lisible."
      geste="Révoquer ce pouvoir"
      renoncer={{ libelle: 'Garder', href: signatairesUrl() }}
    />
  </Page>
)

const actifs = (membres: readonly Adhesion[], jour: DateCivile) =>
  membres.filter((m) => estPresent(m, jour) && !m.enAttente)

export const signatairesPage = (prises: Prises) =>
  new Hono<Env>()
    .get(signatairesUrl(), exigerDroit('organisme.lire'), (c) =>
      dansOrganisme(c, async (tx, visiteur) => {
        const jour = jourLocal(c.get('services').clock.now(), (await lireOrganisme(tx)).zone)
        const signataires = await listerSignataires(tx)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'signataires',
            enCsv(
              ['Nom', 'Qualité', 'Pouvoir', 'Pièces', 'Plafond HT', 'Du', 'Au', 'Révoquée le'],
              signataires.map((s) => [
                s.nom,
                s.qualite,
                s.genre,
                direPieces(s),
                s.plafondHt === null ? null : montantDecimal(s.plafondHt),
                s.debut,
                s.fin,
                s.revoqueeLe,
              ]),
            ),
          )
        const donne = peutVisiteur(visiteur, 'delegations.donner')
        const form: Formulaire = emptyForm(undefined, { debut: formaterDate(jour, 'chiffres') })
        const membres = donne ? actifs(await adhesions(tx), jour) : []
        return c.html(
          <Liste
            signataires={signataires}
            membres={membres}
            jour={jour}
            donne={donne}
            form={form}
            q={lireMots(c)}
          />,
        )
      }),
    )
    .post(signatairesUrl(), exigerDroit('delegations.donner'), async (c) => {
      const read = await readForm(fields, c)
      return avecPorts(c, prises, async (ports) => {
        const montrer = async (form: Formulaire, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <Liste
              signataires={await ports.signataires()}
              membres={actifs(await ports.membres(), ports.jour)}
              jour={ports.jour}
              donne
              form={form}
            />,
            statut,
          )
        if (!read.ok) return montrer(read.form, read.status)
        const { plafond, personne, ...d } = read.data
        const id = (idDe<'Signataire'>(read.jeton) ?? newId<'Signataire'>()) as SignataireId
        const fait = await donnerDelegation(ports)(id, {
          ...d,
          personne: personne as PersonneId,
          plafondHt: plafond,
        })
        if (!fait.ok) return montrer(withAlert(read.form, fait.error.phrase), 409)
        return redirectWith(c, suiteOu(c, signatairesUrl()), { genre: 'fait', fort: 'Le pouvoir est donné.' })
      })
    })
    .get(signataireUrl.modele, exigerDroit('delegations.donner'), (c) =>
      avecPorts(c, prises, async (ports) => {
        const s = (await ports.signataires()).find((x) => x.id === c.req.param('signataire'))
        return s && s.revoqueeLe === null ? c.html(<Un s={s} jour={ports.jour} />) : notFound(c)
      }),
    )
    .post(signataireUrl.modele, exigerDroit('delegations.donner'), async (c) => {
      const read = await readForm(z.object({}), c)
      const id = idDe<'Signataire'>(c.req.param('signataire')) as SignataireId | undefined
      if (!id || !read.ok) return notFound(c)
      return avecPorts(c, prises, async (ports) => {
        const fait = await revoquerDelegation(ports)(id)
        return fait.ok
          ? redirectWith(c, signatairesUrl(), { genre: 'fait', fort: 'Le pouvoir est révoqué.' })
          : notFound(c)
      })
    })
