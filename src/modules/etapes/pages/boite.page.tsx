/** La boîte d’envoi : ce qui est parti, ce qui partira et quand, ce qui est revenu, qui n’a pas de courriel. Les règles sont à part. */
import { formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Lecteur, liste, mots, parmi } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import { personneUrl } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Empty, Etat, Section, Table } from '#web/components.tsx'
import { ecrireAuxPersonnesUrl, withQuery } from '#web/links.ts'
import { compterEnvois, inscritsSansCourriel, listerEnvois } from '../db/envois.ts'
import { motPublic, nomDEtape } from '../domain/etapes.ts'
import { cePartira } from '../lecture/partira.ts'
import { boiteEnvoisUrl, etapeUrl, messagesUrl, rebondUrl, reglagesUrl } from '../liens.ts'
import { direEnvoi, etatEnvoi, quandDe } from './commun.tsx'

/** Ce que l’on voit venir : deux semaines. */
const JOURS = 14
const AU_PLUS = 30

const etats = {
  parti: 'parti',
  attente: 'en attente du serveur',
  refuse: 'revenu',
  retenu: 'retenu par un arrêt',
} as const

const dessus = async (tx: TenantTx, { le }: Lecteur) => {
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const [partira, muets, comptes] = await Promise.all([
    cePartira(tx, jour, JOURS),
    inscritsSansCourriel(tx, jour, AU_PLUS + 1),
    compterEnvois(tx, le),
  ])
  const autres = [
    ...(comptes.refuses > 0 ? [{ n: comptes.refuses, mot: 'revenu', etat: 'refuse' }] : []),
    ...(comptes.attente > 0 ? [{ n: comptes.attente, mot: 'en attente', etat: 'attente' }] : []),
    ...(comptes.retenus > 0 ? [{ n: comptes.retenus, mot: 'retenu', etat: 'retenu' }] : []),
  ]
  return (
    <>
      {autres.length > 0 ? (
        <Section titre="Pas arrivé" id="pas-arrive" sous="depuis trente jours">
          <p class="gestes-l">
            {autres.map((a, i) => (
              <>
                {i > 0 ? ' ' : ''}
                <a href={withQuery(boiteEnvoisUrl(), { etat: a.etat })}>
                  {compter(a.n, 'courriel')} {a.mot}
                  {a.n > 1 && a.mot !== 'en attente' ? 's' : ''}
                </a>
              </>
            ))}
          </p>
        </Section>
      ) : null}
      <Section
        titre="Partira"
        id="partira"
        sous={
          partira.length > AU_PLUS
            ? `d’ici ${JOURS} jours : les ${AU_PLUS} premiers de ${partira.length}`
            : `d’ici ${JOURS} jours`
        }
        outils={[{ libelle: 'Régler ce qui part seul', href: reglagesUrl() }]}
      >
        {partira.length === 0 ? (
          <p class="sub">Rien ne part seul d’ici là : aucune étape n’est armée sur une session qui vient.</p>
        ) : (
          <Table
            legende="Ce qui partira, par jour"
            lignes={partira.slice(0, AU_PLUS)}
            colonnes={[
              { titre: 'Le', cell: (p) => formaterDate(p.jour, 'complet') },
              {
                titre: 'Quoi',
                entete: true,
                cell: (p) => <a href={etapeUrl({ session: p.session, code: p.code })}>{p.nom}</a>,
              },
              { titre: 'À qui', cell: (p) => motPublic[p.publics] },
              { titre: 'Session', cell: (p) => <a href={sessionUrl({ session: p.session })}>{p.numero}</a> },
            ]}
          />
        )}
      </Section>
      <Section
        titre="Sans courriel"
        id="sans-courriel"
        sous={
          muets.length > AU_PLUS
            ? `plus de ${AU_PLUS} personnes`
            : compter(muets.length, 'personne', { zero: 'personne' })
        }
      >
        {muets.length === 0 ? (
          <p class="sub">Chaque personne inscrite à une session qui vient a un courriel.</p>
        ) : (
          <Table
            legende="Personnes inscrites sans courriel, à appeler"
            lignes={muets.slice(0, AU_PLUS)}
            colonnes={[
              {
                titre: 'Personne',
                entete: true,
                cell: (m) => <a href={personneUrl({ personne: m.personne as never })}>{m.nom}</a>,
              },
              { titre: 'Téléphone', cell: (m) => m.telephone ?? 'à demander' },
              {
                titre: 'Session',
                cell: (m) => (
                  <>
                    <a href={sessionUrl({ session: m.session })}>{m.intitule}</a> <small>{m.numero}</small>
                  </>
                ),
              },
            ]}
          />
        )}
      </Section>
    </>
  )
}

export const boitePage = liste({
  lien: boiteEnvoisUrl,
  droit: 'inscriptions.lire',
  titre: 'Envois',
  lede: 'Ce qui est parti, ce qui partira et quand, ce qui n’est pas arrivé, et qui n’a pas de courriel.',
  section: { titre: 'Parti', id: 'parti' },
  legende: 'Courriels, du plus récent au plus ancien',
  chercher: 'Filtrer les envois',
  filtres: { q: mots('Nom, adresse, objet'), etat: parmi(etats, 'tous', 'État') },
  dessus,
  lire: (tx, filtre, page, taille) => listerEnvois(tx, filtre, page, taille),
  cle: (e) => [e.le.toISOString(), e.message],
  cleSure: (le) => !Number.isNaN(Date.parse(le)) && /^\d{4}-/.test(le),
  idSur: (id) => id.length <= 200 && !id.includes('\0'),
  colonnes: [
    { titre: 'Date', cell: (e) => quandDe(e.le), csv: (e) => jourLocal(e.le, ZONE_PAR_DEFAUT) },
    {
      titre: 'À',
      entete: true,
      cell: (e) => (
        <>
          {e.nom ?? e.adresse} <small>{e.nom ? e.adresse : ''}</small>
        </>
      ),
      csv: (e) => e.nom ?? '',
    },
    { titre: 'Adresse', csv: (e) => e.adresse },
    {
      titre: 'Objet',
      cell: (e) => (
        <>
          {e.objet} <small>{e.nomPropre ?? nomDEtape(e.code)}</small>
        </>
      ),
      csv: (e) => e.objet,
    },
    { titre: 'Étape', csv: (e) => e.nomPropre ?? nomDEtape(e.code) },
    {
      titre: 'Session',
      cell: (e) => (e.session ? <a href={sessionUrl({ session: e.session })}>{e.numero}</a> : 'hors session'),
      csv: (e) => e.numero ?? '',
    },
    {
      titre: 'Parti par',
      cell: (e) => (e.seul ? 'la tournée' : 'une personne'),
      csv: (e) => (e.seul ? 'la tournée' : 'une personne'),
    },
    {
      titre: 'État',
      cell: (e) => <Etat etat={etatEnvoi[e.etat]} mot={direEnvoi(e)} />,
      csv: (e) => direEnvoi(e),
    },
  ],
  outils: ({ peut }) => [
    peut('inscriptions.convoquer') && { libelle: 'Écrire à plusieurs', href: ecrireAuxPersonnesUrl() },
    peut('inscriptions.convoquer') && { libelle: 'Messages écrits', href: messagesUrl() },
    peut('inscriptions.convoquer') && { libelle: 'Noter un retour', href: rebondUrl() },
  ],
  rien: () => (
    <Empty titre="Aucun courriel n’est encore parti.">
      Chaque courriel se garde ici, tel qu’il est parti.
    </Empty>
  ),
  sansReponse: () => 'Aucun courriel ne répond à ce filtre.',
})
