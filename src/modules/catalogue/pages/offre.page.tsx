import { Hono } from 'hono'
import { z } from 'zod'
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { formaterInstant, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Alert,
  Button,
  ButtonLink,
  Definitions,
  Etat,
  Facts,
  Form,
  Page,
  RefusBlock,
  Section,
  Table,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { fieldId } from '#web/form-state.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { nouvelleSessionUrl, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireOffre } from '../db/offres.queries.ts'
import { listerVersions, type Version } from '../db/versions.ts'
import { categories } from '../domain/classement.ts'
import { differences } from '../domain/differences.ts'
import { etatsOffre, modalites, natures, type Offre, type OffreId } from '../domain/offre.ts'
import { manques } from '../domain/rubriques.ts'
import { type GestesDuCatalogue, gestesDuCatalogue } from '../gestes/composer.ts'
import { adopterUrl, catalogueUrl, ficheUrl, importUrl, modifierUrl, offreUrl, versionUrl } from '../liens.ts'
import { ContenuLu, Differences } from './contenu-lu.tsx'
import { direOrigine, direParutions, marqueDe } from './dire.ts'

const gestes = z.object({})

type Droits = { readonly ecrit: boolean; readonly publie: boolean; readonly planifie: boolean }
type Props = Droits & {
  readonly offre: Offre
  readonly versions: readonly Version[]
  readonly jour: DateCivile
  readonly refus?: string
}

const Manquent = ({ offre, jour, ecrit }: Pick<Props, 'offre' | 'jour' | 'ecrit'>) => {
  const reste = manques(offre, jour)
  if (reste.length === 0) return <p>Rien : toutes les rubriques dues sont écrites.</p>
  const corrige = ecrit && offre.etat === 'brouillon'
  return (
    <ul>
      {reste.map((m) => {
        const ou = m.cle === 'nature' ? adopterUrl({ offre: offre.id }) : modifierUrl({ offre: offre.id })
        return (
          <li>
            {corrige ? <a href={`${ou}#${fieldId(m.cle)}`}>{m.nom}</a> : <strong>{m.nom}</strong>}
            {m.bloque ? ', sans quoi l’offre ne peut pas être validée' : ''}{' '}
            <span class="loi">{m.source}</span>
          </li>
        )
      })}
    </ul>
  )
}

const enLigne = (v: Version | undefined): boolean => v?.parutions.some((p) => p.retiree === null) ?? false

/** La version en ligne vise une certification échue : la page publique ne la montre plus. */
const echue = (versions: readonly Version[], jour: DateCivile): boolean => {
  const au = versions.find(enLigne)?.contenu.certAu ?? null
  return au !== null && au < jour
}

const Gestes = ({ offre, versions, jour, ecrit, publie, planifie }: Props) => {
  const complete = manques(offre, jour).length === 0
  return (
    <Form form={emptyForm()} action={offreUrl({ offre: offre.id })} classe="">
      <p class="gestes-l">
        {offre.etat === 'brouillon' && publie ? (
          <ButtonLink href={adopterUrl({ offre: offre.id })} genre="main">
            Valider cette offre
          </ButtonLink>
        ) : null}{' '}
        {offre.etat === 'adoptee' && planifie ? (
          <ButtonLink href={withQuery(nouvelleSessionUrl(), { offre: offre.id })} genre="main">
            Planifier une session
          </ButtonLink>
        ) : null}{' '}
        {offre.etat === 'brouillon' && ecrit ? (
          <ButtonLink href={modifierUrl({ offre: offre.id })}>Corriger le brouillon</ButtonLink>
        ) : null}{' '}
        {offre.etat === 'adoptee' && publie && !enLigne(versions[0]) ? (
          <Button geste="publier" genre="main" disabled={!complete}>
            Publier la version {versions[0]?.numero ?? 1}
          </Button>
        ) : null}{' '}
        {offre.etat !== 'brouillon' && publie ? (
          <Button geste="reprendre">
            {offre.etat === 'adoptee' ? 'Préparer une nouvelle version' : 'Reprendre en brouillon'}
          </Button>
        ) : null}{' '}
        {offre.publieeLe && publie ? <Button geste="depublier">Retirer de la page publique</Button> : null}{' '}
        {offre.etat !== 'retiree' && publie ? <Button geste="retirer">Retirer du catalogue</Button> : null}{' '}
        {offre.etat === 'brouillon' && publie && versions.length === 0 ? (
          <Button geste="supprimer" genre="grave">
            Supprimer ce brouillon
          </Button>
        ) : null}
      </p>
      {versions.length > 0 && publie ? (
        <p class="sub">
          Une version figée fait preuve de ce qui fut proposé : elle ne se supprime pas, elle se retire ou se
          remplace par la suivante.
        </p>
      ) : null}
      {offre.etat === 'adoptee' && publie && !complete && !enLigne(versions[0]) ? (
        <p class="sub">
          Pour publier, écrivez ce qui manque : « Préparer une nouvelle version » rouvre l’offre. D’ici là
          elle ne se planifie plus, et la page publique garde la version en ligne.
        </p>
      ) : null}
    </Form>
  )
}

const Origine = ({ offre }: { offre: Offre }) => (
  <Definitions
    lignes={[
      [
        'Entrée',
        offre.importId ? (
          <a href={importUrl({ import: offre.importId })}>
            lue dans un fichier LHEO (catalogue du Carif-Oref)
          </a>
        ) : (
          'écrite ici'
        ),
      ],
      ...(offre.numeroSource && !offre.numeroSource.startsWith('intitule:')
        ? ([['Numéro du fichier', offre.numeroSource]] as const)
        : []),
      ...(offre.importId
        ? ([['Organisme du fichier', direOrigine(offre.origine) || 'non dit']] as const)
        : []),
      ...(offre.repriseMotif ? ([['Reprise au titre de', offre.repriseMotif]] as const) : []),
      ['Créée', formaterInstant(offre.creeLe)],
      ['Modifiée', formaterInstant(offre.modifieeLe)],
      ...(offre.adopteeLe ? ([['Validée', formaterInstant(offre.adopteeLe)]] as const) : []),
    ]}
  />
)

const Versions = ({ offre, versions }: Pick<Props, 'offre' | 'versions'>) => (
  <Table
    legende="Versions figées de cette offre"
    lignes={versions}
    colonnes={[
      {
        titre: 'Version',
        entete: true,
        cell: (v) => <a href={versionUrl({ offre: offre.id, numero: v.numero })}>Version {v.numero}</a>,
      },
      { titre: 'Figée', cell: (v) => formaterInstant(v.figeeLe) },
      { titre: 'Publiée', cell: (v) => direParutions(v.parutions) },
    ]}
  />
)

const Vue = ({ refus, ...p }: Props) => {
  const { offre, versions, jour, ecrit, publie } = p
  const derniere = versions[0]
  return (
    <Page
      title={offre.intitule}
      path={[{ libelle: 'Catalogue', href: catalogueUrl() }]}
      facts={
        <Facts
          faits={[
            ['État', <Etat etat={marqueDe[offre.etat]} mot={etatsOffre[offre.etat]} />],
            [
              'Page publique',
              !offre.publieeLe ? (
                'non publiée'
              ) : echue(versions, jour) ? (
                'masquée : certification échue'
              ) : (
                <a href={ficheUrl({ offre: offre.id })}>en ligne</a>
              ),
            ],
            [
              'Nature',
              offre.nature ? `${natures[offre.nature]} (${categories[offre.nature].code})` : 'à dire',
            ],
            ['Durée', offre.duree ? formaterDuree(offre.duree) : offre.dureeTexte || 'à dire'],
            ['Modalité', offre.modalite ? modalites[offre.modalite] : 'à dire'],
            ['Prix', offre.prix === null ? 'à dire' : `${formaterMontant(offre.prix)} par stagiaire`],
          ]}
        />
      }
    >
      {refus ? <RefusBlock refus={{ phrase: refus }} /> : null}
      {offre.origine.etrangere && offre.etat === 'brouillon' ? (
        <Alert genre="mal" fort="Cette offre porte l’identité d’un autre organisme.">
          {direOrigine(offre.origine)}. La valider demande d’écrire à quel titre vous la reprenez.
        </Alert>
      ) : null}
      {ecrit || publie ? (
        <Section titre="Gestes" id="gestes">
          <Gestes {...p} />
        </Section>
      ) : null}
      <Section titre="Ce qui manque pour publier" id="manque">
        <Manquent offre={offre} jour={jour} ecrit={ecrit} />
      </Section>
      {offre.etat === 'brouillon' && derniere ? (
        <Section titre={`Ce qui change depuis la version ${derniere.numero}`} id="differences">
          <Differences
            lignes={differences(derniere.contenu, offre)}
            avant={`version ${derniere.numero}`}
            apres="brouillon"
          />
        </Section>
      ) : null}
      <ContenuLu contenu={offre} />
      {versions.length > 0 ? (
        <Section titre="Versions" id="versions">
          <Versions offre={offre} versions={versions} />
        </Section>
      ) : null}
      <Section titre="Origine" id="origine">
        <Origine offre={offre} />
      </Section>
    </Page>
  )
}

type GesteEtReponse = {
  readonly faire: (g: GestesDuCatalogue, id: OffreId) => Promise<Result<unknown, Refus>>
  readonly fort: string
  readonly suite?: string
  /** Où aller ensuite ; à défaut, l’offre. */
  readonly vers?: string
}
const faits: Readonly<Record<string, GesteEtReponse>> = {
  publier: {
    faire: (g, id) => g.publierOffre(id),
    fort: 'L’offre est publiée.',
    suite: 'Sa fiche se lit sans compte, et se trouve par les moteurs de recherche.',
  },
  depublier: {
    faire: (g, id) => g.depublierOffre(id),
    fort: 'L’offre n’est plus publiée.',
    suite: 'Validée, elle se planifie toujours.',
  },
  retirer: {
    faire: (g, id) => g.retirerOffre(id),
    fort: 'L’offre est retirée du catalogue.',
    suite: 'Elle ne se planifie plus, n’est plus publiée, et se reprend quand vous voulez.',
  },
  supprimer: {
    faire: (g, id) => g.supprimerOffre(id),
    fort: 'Le brouillon est supprimé.',
    vers: catalogueUrl(),
  },
  reprendre: {
    faire: (g, id) => g.reprendreOffre(id),
    fort: 'L’offre est de nouveau un brouillon.',
    suite: 'Validez-la une fois corrigée : ce sera une nouvelle version.',
  },
}

export const offrePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const aujourdhui = () => jourLocal(clock.now(), ZONE_PAR_DEFAUT)
  return new Hono<Env>()
    .get(offreUrl.modele, exigerDroit('catalogue.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await lireOffre(tx, id))
        if (!offre) return notFound(c)
        const estSien = offre.creePar === visiteur.personneId
        return c.html(
          <Vue
            offre={offre}
            versions={await listerVersions(tx, offre.id)}
            jour={aujourdhui()}
            ecrit={peutVisiteur(visiteur, 'catalogue.ecrire', { estSien })}
            publie={peutVisiteur(visiteur, 'catalogue.publier')}
            planifie={peutVisiteur(visiteur, 'sessions.planifier')}
          />,
        )
      }),
    )
    .post(offreUrl.modele, exigerDroit('catalogue.publier'), async (c) => {
      const read = await readForm(gestes, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        if (!peutVisiteur(visiteur, 'catalogue.publier'))
          return forbidden(c, droits['catalogue.publier'].phrase)
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await lireOffre(tx, id))
        if (!offre) return notFound(c)
        const versions = await listerVersions(tx, id)
        const vue = (refus?: string) => (
          <Vue
            offre={offre}
            versions={versions}
            jour={aujourdhui()}
            ecrit={peutVisiteur(visiteur, 'catalogue.ecrire')}
            publie
            planifie={peutVisiteur(visiteur, 'sessions.planifier')}
            {...(refus ? { refus } : {})}
          />
        )
        if (!read.ok) return c.html(vue(), read.status)
        const geste = Object.hasOwn(faits, read.geste ?? '') ? faits[read.geste ?? ''] : undefined
        if (!geste) return c.html(vue('Choisissez un geste de cette page.'), 422)
        const fait = await geste.faire(gestesDuCatalogue(tx, clock.now()), id)
        if (!fait.ok) return c.html(vue(fait.error.phrase), 409)
        return redirectWith(c, geste.vers ?? offreUrl({ offre: id }), {
          genre: 'fait',
          fort: geste.fort,
          ...(geste.suite ? { suite: geste.suite } : {}),
        })
      })
    })
}
