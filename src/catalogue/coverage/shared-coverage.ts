import type { ActionNotes } from './coverage-line';

/** The calls that read commitments, for every role that reads them. */
export const SAVINGS_PLANS: ActionNotes = {
  'savingsplans:DescribeSavingsPlanRates': 'what a plan that was bought pays for each use',
  'savingsplans:DescribeSavingsPlans': 'plans that were bought, and when they end',
  'savingsplans:DescribeSavingsPlansOfferingRates': 'what a plan on offer would pay for each use',
  'savingsplans:DescribeSavingsPlansOfferings': 'plans on offer',
  'savingsplans:ListTagsForResource': 'whose a plan is',
};

export const RESERVATIONS: ActionNotes = {
  'dynamodb:DescribeReservedCapacity': 'reserved capacity that was bought',
  'dynamodb:DescribeReservedCapacityOfferings': 'reserved capacity on offer',
  'ec2:DescribeReservedInstances': 'reserved instances that were bought',
  'ec2:DescribeReservedInstancesListings': 'reserved instances on the marketplace',
  'ec2:DescribeReservedInstancesModifications': 'how reserved instances were split and moved',
  'ec2:DescribeReservedInstancesOfferings': 'reserved instances on offer',
  'es:DescribeReservedElasticsearchInstanceOfferings':
    'reserved search instances on offer, by the older name',
  'es:DescribeReservedElasticsearchInstances': 'reserved search instances, by the older name',
  'es:DescribeReservedInstanceOfferings': 'reserved search instances on offer',
  'es:DescribeReservedInstances': 'reserved search instances that were bought',
  'memorydb:DescribeReservedNodes': 'reserved nodes that were bought',
  'memorydb:DescribeReservedNodesOfferings': 'reserved nodes on offer',
  'redshift-serverless:GetReservation': 'one reservation of processing units',
  'redshift-serverless:GetReservationOffering': 'one reservation on offer',
  'redshift-serverless:ListReservationOfferings': 'reservations of processing units on offer',
  'redshift-serverless:ListReservations': 'reservations of processing units that were bought',
};

export const METRICS: ActionNotes = {
  'cloudwatch:DescribeAlarms': 'alarms, which are billed singly, and what they watch',
  'cloudwatch:DescribeAlarmsForMetric': 'whether somebody watches a metric',
  'cloudwatch:GetMetricData': 'many metrics at once: how much of a resource is used',
  'cloudwatch:GetMetricStatistics': 'one metric, with statistics',
  'cloudwatch:ListMetrics': 'which metrics a resource has',
};

export const ORGANIZATION: ActionNotes = {
  'organizations:DescribeAccount': 'name and state of an account',
  'organizations:DescribeEffectivePolicy': 'tag and backup policies that hold for an account',
  'organizations:DescribeOrganization': 'which account pays',
  'organizations:DescribeOrganizationalUnit': 'name of a unit',
  'organizations:DescribePolicy': 'what a policy forbids',
  'organizations:ListAWSServiceAccessForOrganization': 'whether Compute Optimizer sees all accounts',
  'organizations:ListAccounts': 'all accounts',
  'organizations:ListAccountsForParent': 'accounts of a unit',
  'organizations:ListChildren': 'the tree of units',
  'organizations:ListDelegatedAdministrators': 'which account may speak for all in a service',
  'organizations:ListDelegatedServicesForAccount': 'in which services an account may speak for all',
  'organizations:ListOrganizationalUnitsForParent': 'units of a unit',
  'organizations:ListParents': 'the unit of an account',
  'organizations:ListPolicies': 'policies of the organization',
  'organizations:ListPoliciesForTarget': 'policies that hold for an account',
  'organizations:ListRoots': 'where the tree of units begins',
  'organizations:ListTagsForResource': 'tags of accounts and units: teams, environments',
};

/** Reserved and running instances of the three services whose reservations the specification names. */
export const RESERVED_DATABASES: ActionNotes = {
  'elasticache:DescribeCacheClusters': 'caches that run: type, engine, nodes',
  'elasticache:DescribeReplicationGroups': 'which caches belong together',
  'elasticache:DescribeReservedCacheNodes': 'reserved nodes that were bought',
  'elasticache:DescribeReservedCacheNodesOfferings': 'reserved nodes on offer',
  'elasticache:ListTagsForResource': 'whose a cache is',
  'rds:DescribeDBClusters': 'clusters that run: engine, capacity, storage',
  'rds:DescribeDBInstances': 'databases that run: class, engine, storage, availability',
  'rds:DescribeOrderableDBInstanceOptions': 'classes that an engine can move to',
  'rds:DescribeReservedDBInstances': 'reserved databases that were bought',
  'rds:DescribeReservedDBInstancesOfferings': 'reserved databases on offer',
  'rds:ListTagsForResource': 'whose a database is',
  'redshift:DescribeClusters': 'warehouses that run: node type and number',
  'redshift:DescribeNodeConfigurationOptions': 'node types that a warehouse can move to',
  'redshift:DescribeOrderableClusterOptions': 'node types on offer',
  'redshift:DescribeReservedNodeExchangeStatus': 'whether an exchange of reserved nodes is under way',
  'redshift:DescribeReservedNodeOfferings': 'reserved nodes on offer',
  'redshift:DescribeReservedNodes': 'reserved nodes that were bought',
  'redshift:DescribeTags': 'whose a warehouse is',
};
