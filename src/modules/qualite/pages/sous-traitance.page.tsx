/** Ce que la coopérative confie au dehors : la part du CPF de chaque année, et les contrats d’où elle vient (indicateur 27). */
import { Hono } from 'hono'
import type { DateCivile } from '#kernel/dates.ts'
import { formaterMontant, type Montant } from '#kernel/montant.ts'
import { jourLocal } from '#kernel/zones.ts'
import { exigerDroit, lireOrganisme } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import { ButtonLink, Empty, Etat, Exporter, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type ContratLu, lireContrats, lireVolumesCpf } from '../db/sous-traitance.ts'
import { direPlafond, jugerPlafond, type VolumeCpf } from '../domain/sous-traitance.ts'
import { indicateurUrl, ligneUrl, nouvelleLigneUrl, sousTraitanceCsvUrl, sousTraitanceUrl } from '../liens.ts'
import { jourCourt } from './audit-vue.tsx'
import { racine } from './commun.ts'

const euros = (centimes: number) => formaterMontant(centimes as Montant)
const CLAUSES = 8

const Vue = ({
  volumes,
  contrats,
  jour,
}: {
  volumes: readonly VolumeCpf[]
  contrats: readonly ContratLu[]
  jour: DateCivile
}) => (
  <Page
    title="La sous-traitance"
    path={racine}
    lede="Le CPF se confie au dehors jusqu’à une part de l’année civile. Le chiffre est ce que la Caisse des dépôts paie, sans ce que d’autres ajoutent, des dossiers dont la session commence dans l’année ; ce qui est confié, la somme des contrats dits « CPF »."
  >
    <Section titre="La part du CPF" id="cpf" sous={direPlafond(jour)}>
      {volumes.length === 0 ? (
        <Empty titre="Rien n’est vendu au CPF">
          Le plafond se suivra ici dès le premier dossier payé par le CPF, ou le premier contrat dit « CPF ».
        </Empty>
      ) : (
        <Table
          legende="Part du chiffre CPF confiée au dehors, par année"
          lignes={volumes}
          colonnes={[
            { titre: 'Année', entete: true, cell: (v) => v.annee },
            { titre: 'Chiffre CPF', nombre: true, cell: (v) => euros(v.chiffre) },
            { titre: 'Confié', nombre: true, cell: (v) => euros(v.confie) },
            {
              titre: 'Part',
              cell: (v) => {
                const p = jugerPlafond(v)
                return (
                  <>
                    <Etat etat={p.etat} /> <small>{p.phrase}</small>
                  </>
                )
              },
            },
          ]}
        />
      )}
    </Section>
    <Section
      titre="Les contrats"
      id="contrats"
      sous="Signés avant la session, avec les huit clauses de R6333-6-2 : un contrat incomplet ou tardif retient la confirmation de sa session."
    >
      {contrats.length === 0 ? (
        <Empty titre="Aucun contrat au registre">
          Une session confiée à un indépendant, à une autre structure ou au portage en demande un.
        </Empty>
      ) : (
        <Table
          legende="Contrats de sous-traitance"
          lignes={contrats}
          colonnes={[
            {
              titre: 'Contrat',
              entete: true,
              cell: (k) => (
                <>
                  <a href={ligneUrl({ genre: 'contrat-sous-traitance', ligne: k.id })}>{k.titre}</a>
                  {k.entreprise ? <small>{k.entreprise}</small> : null}
                </>
              ),
            },
            { titre: 'Signé le', cell: (k) => jourCourt(k.le) },
            {
              titre: 'Session',
              cell: (k) =>
                k.session ? <a href={sessionUrl({ session: k.session })}>{k.numero}</a> : 'aucune',
            },
            {
              titre: 'Clauses',
              cell: (k) => (
                <Etat
                  etat={k.clauses === CLAUSES ? 'prouve' : 'manquant'}
                  mot={k.clauses === CLAUSES ? 'toutes' : `${k.clauses} sur ${CLAUSES}`}
                />
              ),
            },
            {
              titre: 'À temps',
              cell: (k) =>
                k.aTemps === null ? (
                  <Etat etat="a-juger" mot="sans session" />
                ) : (
                  <Etat etat={k.aTemps ? 'prouve' : 'manquant'} mot={k.aTemps ? 'avant' : 'après le début'} />
                ),
            },
            { titre: 'CPF', cell: (k) => (k.cpf ? 'oui' : 'non') },
            {
              titre: 'Montant',
              nombre: true,
              cell: (k) => (k.montant === null ? 'non écrit' : euros(k.montant)),
            },
          ]}
        />
      )}
      <p>
        <ButtonLink href={nouvelleLigneUrl({ genre: 'contrat-sous-traitance' })}>
          Inscrire un contrat
        </ButtonLink>{' '}
        <a href={indicateurUrl({ numero: 27 })}>L’indicateur 27</a>.{' '}
        {contrats.length > 0 ? <Exporter href={sousTraitanceCsvUrl()} /> : null}
      </p>
    </Section>
  </Page>
)

export const sousTraitancePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(sousTraitanceUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        c.html(
          <Vue
            volumes={await lireVolumesCpf(tx)}
            contrats={await lireContrats(tx)}
            jour={jourLocal(clock.now(), (await lireOrganisme(tx)).zone)}
          />,
        ),
      ),
    )
    .get(sousTraitanceCsvUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        repondreCsv(
          c,
          'sous-traitance',
          enCsv(
            [
              'contrat',
              'structure',
              'signe_le',
              'session',
              'annee',
              'clauses',
              'a_temps',
              'cpf',
              'montant_centimes',
            ],
            (await lireContrats(tx)).map((k) => [
              k.titre,
              k.entreprise,
              k.le,
              k.numero,
              k.annee,
              k.clauses,
              k.aTemps === null ? '' : k.aTemps ? 'oui' : 'non',
              k.cpf ? 'oui' : 'non',
              k.montant,
            ]),
          ),
        ),
      ),
    )
