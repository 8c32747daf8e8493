// Long parce que c'est une vitrine : chaque pièce y est une fois, et la couper la rendrait moins lisible.
/**
 * La feuille de composants, à `/composants` : toute pièce y est, dans un vrai formulaire qui se trompe, se refuse,
 * répète ses rangs et garde son brouillon. Servie en démonstration et en développement seulement.
 */
import type { Hono } from 'hono'
import { z } from 'zod'
import {
  Actions,
  Alert,
  Button,
  ButtonLink,
  CheckboxField,
  CheckboxGroup,
  type CodeEtat,
  Confirm,
  Copyable,
  Definitions,
  Empty,
  Etat,
  etats,
  Facts,
  Field,
  FieldSection,
  FileField,
  FilterField,
  Filters,
  Form,
  Manques,
  Marques,
  Page,
  Pagination,
  Progress,
  PublicPage,
  RadioGroup,
  RepeatedRows,
  Section,
  SelectField,
  SignaturePage,
  Table,
  TextArea,
  Timeline,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import {
  aideFichier,
  attestation,
  caseCochee,
  choix,
  courriel,
  date,
  entier,
  facultatif,
  fichierFacultatif,
  heure,
  heureDeFin,
  plusieurs,
  rangs,
  texte,
  viaParser,
} from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { composantsUrl, link, withQuery } from '#web/links.ts'
import { cutPage, readPage } from '#web/pagination.ts'

const envoiUrl = link('/composants/session')
const annulerUrl = link('/composants/annuler')
const signerUrl = link('/composants/signer')
const publicUrl = link('/composants/public')

const seance = z
  .object({
    date: date(),
    debut: heure(),
    fin: heureDeFin(),
  })
  .refine((s) => s.fin > s.debut, { error: 'La séance finit avant de commencer.', path: ['fin'] })

const pieceJointe = { genres: ['pdf', 'png', 'jpeg', 'svg'], max: 5_000_000 } as const

const fields = z
  .object({
    offre: choix(['espagnol', 'anglais'], { phrase: 'Choisissez une fiche du catalogue.' }),
    intitule: texte({ min: 3, max: 120, vide: 'Donnez un intitulé à la session.' }),
    courriel: facultatif(courriel()),
    modalite: choix(['salle', 'distance', 'mixte'], { phrase: 'Choisissez une modalité.' }),
    publics: plusieurs(['salaries', 'demandeurs', 'particuliers'], {
      min: 1,
      phrase: 'Choisissez au moins un public.',
    }),
    seances: rangs(seance, { min: 1, max: 12, phrase: 'Il faut au moins une séance.' }),
    mini: entier({ min: 1, max: 50 }),
    capacite: entier({ min: 1, max: 50 }),
    notes: texte({ max: 2_000 }),
    piece: fichierFacultatif(pieceJointe),
    publiee: caseCochee(),
    atteste: attestation('Cochez la case pour continuer.'),
  })
  .refine((f) => f.mini <= f.capacite, { error: 'Il dépasse la capacité.', path: ['mini'] })

const noms = {
  offre: 'Fiche',
  intitule: 'Intitulé',
  seances: 'Séance',
  mini: 'Effectif minimal',
  publics: 'Publics',
}

const options = {
  offre: [
    { value: 'espagnol', label: 'Espagnol des affaires, niveau B1' },
    { value: 'anglais', label: 'Anglais professionnel' },
  ],
  modalite: [
    { value: 'salle', label: 'en salle' },
    { value: 'distance', label: 'en classe virtuelle' },
    { value: 'mixte', label: 'les deux' },
  ],
  publics: [
    { value: 'salaries', label: 'salariés' },
    { value: 'demandeurs', label: 'demandeurs d’emploi' },
    { value: 'particuliers', label: 'particuliers' },
  ],
} as const

const Planifier = ({ form }: { form: FormOf<typeof fields> }) => (
  <Form form={form} action={envoiUrl()} noms={noms} fichiers>
    <FieldSection titre="Quoi">
      <SelectField
        form={form}
        name="offre"
        label="Fiche du catalogue"
        options={options.offre}
        vide="choisir"
        span={2}
      />
      <Field
        form={form}
        name="courriel"
        label="Pour vous joindre"
        type="email"
        autocomplete="email"
        optional
      />
      <Field form={form} name="intitule" label="Intitulé" hint="tel qu’il paraîtra au catalogue" span={2} />
      <RadioGroup form={form} name="modalite" label="Modalité" options={options.modalite} />
      <CheckboxGroup form={form} name="publics" label="Publics" options={options.publics} />
    </FieldSection>
    <FieldSection titre="Quand" plein>
      <RepeatedRows form={form} name="seances" titre="Séance" ajouter="Ajouter une séance" max={12}>
        {(p) => (
          <>
            <Field form={form} name={`${p}.date`} label="Date" inputmode="numeric" hint="22/03/2027" />
            <Field form={form} name={`${p}.debut`} label="Début" />
            <Field form={form} name={`${p}.fin`} label="Fin" />
          </>
        )}
      </RepeatedRows>
    </FieldSection>
    <FieldSection titre="Avec qui">
      <Field form={form} name="mini" label="Effectif minimal" inputmode="numeric" />
      <Field form={form} name="capacite" label="Capacité" inputmode="numeric" hint="celle de la salle Char" />
      <FileField
        form={form}
        name="piece"
        label="Cahier des charges du client"
        optional
        accept=".pdf,.png,.jpg,.jpeg,.svg"
        hint={aideFichier(pieceJointe)}
      />
      <TextArea form={form} name="notes" label="Notes pour l’équipe" optional />
      <CheckboxField form={form} name="publiee" label="Publier au catalogue dès maintenant" />
      <CheckboxField
        form={form}
        name="atteste"
        label="La salle est accessible de plain-pied, ou une autre est prévue."
      />
    </FieldSection>
    <Actions libelle="Ouvrir les inscriptions" brouillon>
      <Button geste="relire">Relire avant d’ouvrir</Button>
      <a href={composantsUrl()}>Abandonner</a>
    </Actions>
  </Form>
)

type Ligne = {
  rang: number
  dates: string
  nom: string
  ref: string
  qui: string
  inscrits: string
  etat: CodeEtat
}
const suite: readonly CodeEtat[] = ['partiel', 'prouve', 'manquant', 'prouve', 'a-juger', 'a-venir']
const sessions: readonly Ligne[] = Array.from({ length: 31 }, (_, i) => ({
  rang: i,
  dates: `${1 + (i % 28)} nov. 2026`,
  nom: i % 3 === 0 ? 'Anglais, conduire une réunion' : 'Anglais professionnel',
  ref: `S-2026-${124 - i}`,
  qui: i % 2 === 0 ? 'Tom Okafor' : 'Bastien Lourdel',
  inscrits: `${6 + (i % 6)} sur 12`,
  etat: suite[i % suite.length] ?? 'a-venir',
}))

const Liste = ({ query }: { query: (nom: string) => string | undefined }) => {
  const demande = readPage(query, 1)
  const cle = Number(demande.cle?.[0] ?? -1)
  const lues =
    demande.sens === 'avant'
      ? sessions.filter((s) => s.rang < cle).toReversed()
      : sessions.filter((s) => s.rang > cle)
  const page = cutPage(lues.slice(0, 7), 6, demande, (s) => [s.rang])
  const premiere = page.lignes[0]
  const derniere = page.lignes.at(-1)
  return (
    <>
      <Filters label="Filtrer les sessions" action={composantsUrl()}>
        <FilterField name="q" label="Contient" value={query('q')} />
        <FilterField
          name="etat"
          label="État"
          value={query('etat')}
          options={[
            { value: '', label: 'tous' },
            ...Object.entries(etats).map(([value, label]) => ({ value, label })),
          ]}
        />
      </Filters>
      <Table
        legende="Sessions d’anglais"
        lignes={page.lignes}
        colonnes={[
          {
            titre: 'Dates',
            cell: (s) => s.dates,
            tri: { href: withQuery(composantsUrl(), { tri: 'dates' }), sens: 'descending' },
          },
          {
            titre: 'Session',
            entete: true,
            cell: (s) => (
              <>
                <a href={composantsUrl()}>{s.nom}</a> <small>{s.ref}</small>
              </>
            ),
          },
          { titre: 'Intervenant', cell: (s) => s.qui },
          { titre: 'Inscrits', nombre: true, cell: (s) => s.inscrits },
          { titre: 'Dossier', cell: (s) => <Etat etat={s.etat} /> },
        ]}
      />
      <Pagination
        url={composantsUrl()}
        avant={page.avant}
        apres={page.apres}
        resume={
          premiere && derniere ? `${premiere.rang + 1} à ${derniere.rang + 1} sur ${sessions.length}.` : ''
        }
        exporter="Exporter les 31 lignes"
        exports={[{ libelle: 'CSV', href: withQuery(composantsUrl(), { format: 'csv' }) }]}
      />
    </>
  )
}

const arret = (
  libelle: string,
  date: string,
  iso: string,
  ecart: string,
  suiteEtats: readonly CodeEtat[],
  temps: 'fait' | 'ici' | 'a-venir',
  manque?: string,
) => ({
  libelle,
  href: `${composantsUrl()}#liste`,
  date,
  iso,
  ecart,
  etats: suiteEtats,
  temps,
  ...(manque ? { manque } : {}),
})

const zones = [
  {
    titre: 'Avant',
    arrets: [
      arret('Devis', '26 oct.', '2026-10-26', 'J−28', ['prouve'], 'fait'),
      arret('Conventions', '2 nov.', '2026-11-02', 'J−21', ['partiel'], 'fait', '2 sur 3'),
      arret('Convocations', '16 nov.', '2026-11-16', 'J−7', ['prouve'], 'fait'),
    ],
  },
  {
    titre: 'Pendant',
    arrets: [
      arret('Lundi', '23 nov.', '2026-11-23', 'J', ['prouve', 'partiel'], 'fait', '11 sur 12'),
      arret('Mardi', '24 nov.', '2026-11-24', 'J+1', ['partiel', 'a-venir'], 'ici', '9 sur 12'),
      arret('Mercredi', '25 nov.', '2026-11-25', 'J+2', ['a-venir', 'a-venir'], 'a-venir'),
    ],
  },
  {
    titre: 'Après',
    arrets: [
      arret('Certificats', '27 nov.', '2026-11-27', 'fin + 2 j', ['a-venir'], 'a-venir'),
      arret('Factures', '30 nov.', '2026-11-30', 'fin + 5 j', ['a-venir'], 'a-venir'),
      arret('Clôture', '23 févr.', '2027-02-23', 'fin + 90 j', ['a-venir'], 'a-venir'),
    ],
  },
]

const motifFields = z.object({
  motif: texte({ min: 3, max: 300, vide: 'Dites pourquoi\u00a0: le motif est écrit dans l’avis.' }),
})

const Feuille = ({
  form,
  motif,
  query,
}: {
  form: FormOf<typeof fields>
  motif: FormOf<typeof motifFields>
  query: (nom: string) => string | undefined
}) => (
  <Page
    title="Feuille de composants"
    lede="Chaque pièce de l’interface, dans l’état où une page la rencontre."
    alert={form.alert}
    islands={['rangs', 'copier']}
    facts={
      <Facts
        faits={[
          ['Session', 'S-2026-118, en cours'],
          ['Durée', '21 h, six demi-journées'],
          ['Prix', '1\u202f400,00\u00a0€'],
        ]}
      />
    }
  >
    <Planifier form={form} />
    <h2 class="feuille">Pièces</h2>
    <Timeline titre="La ligne de la session, de J−30 à J+90" id="ligne" zones={zones} />
    <Section titre="Ce qui manque" id="manque">
      <Manques
        lignes={[
          {
            etat: 'manquant',
            chose: (
              <>
                <strong>Convention de la Clinique des Tilleuls</strong> : pas revenue signée ; l’action a
                commencé. <span class="loi">art. D. 6353-1</span>
              </>
            ),
            qui: 'Maïwenn Le Goff',
            quand: 'aujourd’hui',
            geste: <a href={composantsUrl()}>Relancer</a>,
          },
          {
            etat: 'partiel',
            chose: (
              <>
                <strong>Trois signatures ce matin</strong> : Léonie Fabre, Agathe Pons, Ousmane Sarr.
              </>
            ),
            qui: 'Tom Okafor',
            quand: 'avant 14 h 30',
            geste: <a href={signerUrl()}>Renvoyer les liens</a>,
          },
        ]}
      />
    </Section>
    <Section
      titre="Une liste"
      id="liste"
      sous="31 sessions"
      outils={[{ libelle: 'Planifier', href: composantsUrl() }]}
    >
      <Liste query={query} />
    </Section>
    <Section titre="Une liste vide" id="vide">
      <Empty
        titre="Personne ici ne forme encore au néerlandais."
        gestes={
          <>
            <ButtonLink href={publicUrl()} genre="main">
              Voir les deux fiches du vivier
            </ButtonLink>{' '}
            <a href={composantsUrl()}>Inscrire quelqu’un de chez nous</a>
          </>
        }
      >
        Le pôle compte deux intervenantes qui le font et qui acceptent d’être contactées.
      </Empty>
    </Section>
    <Section titre="Une confirmation" id="confirmation">
      <Confirm
        form={motif}
        action={annulerUrl()}
        titre="Annuler la session du 7 décembre ?"
        phrase="Six stagiaires, deux entreprises et un financeur recevront un avis. Les signatures, s’il y en avait, seraient gardées."
        geste="Annuler la session et envoyer neuf avis"
        renoncer={{ libelle: 'Garder la session', href: composantsUrl() }}
      >
        <Field form={motif} name="motif" label="Motif, écrit dans l’avis" />
      </Confirm>
    </Section>
    <Section titre="Un travail long" id="long">
      <Progress libelle="Douze certificats à émettre : sept sont faits." fait={7} sur={12}>
        Commencé à 11 h 52. Vous pouvez quitter la page.
      </Progress>
    </Section>
    <Section titre="Messages" id="messages">
      <div class="piles">
        <Alert fort="Convention émise.">La Clinique des Tilleuls la reçoit à l’instant.</Alert>
        <Alert genre="mal" fort="La convention n’est pas partie.">
          L’adresse rh@tilleuls.example refuse les messages.
        </Alert>
      </div>
    </Section>
    <Section titre="Gestes et états" id="gestes">
      <div class="piles">
        <p class="gestes-l">
          <ButtonLink href={signerUrl()} genre="main">
            Signer sur un téléphone
          </ButtonLink>{' '}
          <ButtonLink href={publicUrl()}>Page publique</ButtonLink>
        </p>
        <p class="gestes-l etats">
          {(Object.keys(etats) as CodeEtat[]).map((e) => (
            <Etat etat={e} />
          ))}
        </p>
        <Marques etats={['prouve', 'prouve', 'partiel', 'manquant']}>
          <strong>2 signatures sur 4</strong>, possibles jusqu’à 14 h 30
        </Marques>
        <Definitions
          lignes={[
            ['Empreinte', <Copyable valeur="b2d7 51ce" label="l’empreinte" />],
            ['Reçue', 'à 9 h 41'],
          ]}
        />
      </div>
    </Section>
  </Page>
)

const signerFields = z.object({
  attestation: attestation('Cochez la case pour attester votre présence.'),
  trace: viaParserTrace(),
})

/** Un chemin SVG de nombres et de deux lettres, rien d'autre. */
function viaParserTrace() {
  return facultatif(
    viaParser(
      (t) => (/^(?:[ML]\d{1,3} \d{1,3})+$/.test(t) && t.length <= 20_000 ? t : undefined),
      'Ce tracé ne se lit pas\u00a0: tracez de nouveau.',
    ),
  )
}

const Signer = ({ form }: { form: FormOf<typeof signerFields> }) => (
  <SignaturePage
    title="Mardi 24 novembre, matin"
    maison="Langue & Lien"
    contexte="Anglais professionnel, avec Tom Okafor, salle Duras"
    alert={form.alert}
    islands={['trace']}
  >
    <p class="grand">
      9 h <span>à</span> 12 h 30
    </p>
    <Form form={form} action={signerUrl()}>
      <CheckboxField
        form={form}
        name="attestation"
        large
        label="Je suis Agathe Pons et j’atteste ma présence à cette demi-journée."
      />
      <fieldset class="trace">
        <legend>Votre signature, si vous le souhaitez</legend>
        <trace-signature data-nom="trace">
          <p class="sub">Sans tracé, la case cochée et ce lien personnel suffisent.</p>
        </trace-signature>
      </fieldset>
      <p>
        <Button genre="call" large>
          Signer ma présence
        </Button>
      </p>
    </Form>
  </SignaturePage>
)

/** Routes et champs de la feuille, pour le banc d'essai des formulaires. */
export const composantsRoutes = [
  {
    url: envoiUrl(),
    champs: [
      'offre',
      'intitule',
      'courriel',
      'modalite',
      'publics',
      'seances[0].date',
      'seances[0].debut',
      'seances[0].fin',
      'seances[1].date',
      'mini',
      'capacite',
      'notes',
      'piece',
      'publiee',
      'atteste',
    ],
  },
  { url: annulerUrl(), champs: ['motif'] },
  { url: signerUrl(), champs: ['attestation', 'trace'] },
] as const

export const mountComposants = (app: Hono<Env>): void => {
  app
    .get(composantsUrl(), (c) =>
      c.html(<Feuille form={emptyForm()} motif={emptyForm()} query={(n) => c.req.query(n)} />),
    )
    .post(envoiUrl(), async (c) => {
      const read = await readForm(fields, c)
      const query = () => undefined
      if (!read.ok) {
        if (read.cause === 'brouillon')
          return redirectWith(c, composantsUrl(), {
            genre: 'passe',
            fort: 'Brouillon reçu.',
            suite: 'Cette feuille ne le garde pas.',
          })
        return c.html(<Feuille form={read.form} motif={emptyForm()} query={query} />, read.status)
      }
      if (read.data.seances.some((s) => s.debut < 720 && s.fin > 840)) {
        const refus = {
          titre: 'Une séance ne traverse pas midi',
          phrase:
            'Chaque demi-journée se signe : une séance qui commence avant 12 h et finit après 14 h en fait deux.',
          issues: [{ libelle: 'Revoir les séances', href: '#c-seances' }],
        }
        return c.html(<Feuille form={withAlert(read.form, refus)} motif={emptyForm()} query={query} />, 409)
      }
      return redirectWith(c, composantsUrl(), {
        genre: 'fait',
        fort: 'Session ouverte.',
        suite: read.data.intitule,
      })
    })
    .get(envoiUrl(), (c) => c.redirect(composantsUrl(), 303))
    .post(annulerUrl(), async (c) => {
      const read = await readForm(motifFields, c)
      if (!read.ok)
        return c.html(<Feuille form={emptyForm()} motif={read.form} query={() => undefined} />, read.status)
      return redirectWith(c, composantsUrl(), {
        genre: 'fait',
        fort: 'Session annulée.',
        suite: 'Neuf avis partiraient.',
      })
    })
    .get(signerUrl(), (c) => c.html(<Signer form={emptyForm()} />))
    .post(signerUrl(), async (c) => {
      const read = await readForm(signerFields, c)
      if (!read.ok) return c.html(<Signer form={read.form} />, read.status)
      return redirectWith(c, composantsUrl(), {
        genre: 'fait',
        fort: 'Signé.',
        suite: read.data.trace ? 'Avec un tracé.' : 'Sans tracé.',
      })
    })
    .get(publicUrl(), (c) =>
      c.html(
        <PublicPage
          title="Vérifier un document"
          lede="Un document émis par une coopérative porte une empreinte. La voici vérifiée."
        >
          <Definitions
            lignes={[
              ['Document', 'Certificat de réalisation'],
              ['État', <Etat etat="prouve" />],
            ]}
          />
        </PublicPage>,
      ),
    )
}
