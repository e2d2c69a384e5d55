// Generated from crds/activestandbyservice.yaml by `npm run generate`. Do not edit.
export const activeStandbyServiceSchema = {
  "type": "object",
  "required": [
    "spec"
  ],
  "properties": {
    "apiVersion": {
      "type": "string"
    },
    "kind": {
      "type": "string"
    },
    "metadata": {
      "type": "object"
    },
    "spec": {
      "type": "object",
      "required": [
        "selector",
        "service"
      ],
      "properties": {
        "selector": {
          "type": "object",
          "properties": {
            "matchLabels": {
              "type": "object",
              "maxProperties": 16,
              "additionalProperties": {
                "type": "string",
                "maxLength": 63
              }
            },
            "matchExpressions": {
              "type": "array",
              "maxItems": 16,
              "items": {
                "type": "object",
                "required": [
                  "key",
                  "operator"
                ],
                "properties": {
                  "key": {
                    "type": "string",
                    "maxLength": 317
                  },
                  "operator": {
                    "type": "string",
                    "enum": [
                      "In",
                      "NotIn",
                      "Exists",
                      "DoesNotExist"
                    ]
                  },
                  "values": {
                    "type": "array",
                    "maxItems": 64,
                    "items": {
                      "type": "string",
                      "maxLength": 63
                    }
                  }
                }
              }
            }
          }
        },
        "paused": {
          "type": "boolean",
          "default": false
        },
        "service": {
          "type": "object",
          "properties": {
            "name": {
              "type": "string",
              "maxLength": 63,
              "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"
            },
            "type": {
              "type": "string",
              "enum": [
                "ClusterIP",
                "Headless"
              ],
              "default": "ClusterIP"
            },
            "ports": {
              "type": "array",
              "maxItems": 32,
              "items": {
                "type": "object",
                "required": [
                  "port"
                ],
                "properties": {
                  "name": {
                    "type": "string",
                    "maxLength": 63,
                    "pattern": "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"
                  },
                  "port": {
                    "type": "integer",
                    "format": "int32",
                    "minimum": 1,
                    "maximum": 65535
                  },
                  "targetPort": {
                    "type": [
                      "integer",
                      "string"
                    ],
                    "minimum": 1,
                    "maximum": 65535,
                    "maxLength": 15,
                    "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"
                  },
                  "protocol": {
                    "type": "string",
                    "enum": [
                      "TCP",
                      "UDP",
                      "SCTP"
                    ],
                    "default": "TCP"
                  },
                  "appProtocol": {
                    "type": "string",
                    "maxLength": 317
                  }
                }
              }
            }
          }
        },
        "election": {
          "type": "object",
          "default": {},
          "properties": {
            "order": {
              "type": "string",
              "enum": [
                "OldestReady",
                "Priority"
              ],
              "default": "OldestReady"
            },
            "preemption": {
              "type": "string",
              "enum": [
                "Never",
                "HigherPriority"
              ],
              "default": "Never"
            },
            "preemptionDelay": {
              "type": "string",
              "default": "5m",
              "maxLength": 28,
              "pattern": "^([0-9]{1,5}(h|m|s|ms)){1,4}$"
            },
            "spareActive": {
              "type": "boolean",
              "default": false
            },
            "minReady": {
              "type": "string",
              "default": "0s",
              "maxLength": 28,
              "pattern": "^([0-9]{1,5}(h|m|s|ms)){1,4}$"
            }
          }
        },
        "failover": {
          "type": "object",
          "default": {},
          "properties": {
            "mode": {
              "type": "string",
              "enum": [
                "Automatic",
                "Manual"
              ],
              "default": "Automatic"
            },
            "delay": {
              "type": "string",
              "default": "0s",
              "maxLength": 28,
              "pattern": "^([0-9]{1,5}(h|m|s|ms)){1,4}$"
            },
            "cooldown": {
              "type": "string",
              "default": "0s",
              "maxLength": 28,
              "pattern": "^([0-9]{1,5}(h|m|s|ms)){1,4}$"
            },
            "noCandidate": {
              "type": "string",
              "enum": [
                "Empty",
                "KeepLast"
              ],
              "default": "Empty"
            },
            "nodeFailure": {
              "type": "string",
              "enum": [
                "Immediate",
                "PodReadiness"
              ],
              "default": "Immediate"
            }
          }
        },
        "handover": {
          "type": "object",
          "default": {},
          "properties": {
            "strategy": {
              "type": "string",
              "enum": [
                "Replace",
                "BreakBeforeMake"
              ],
              "default": "Replace"
            },
            "drainTimeout": {
              "type": "string",
              "default": "0s",
              "maxLength": 28,
              "pattern": "^([0-9]{1,5}(h|m|s|ms)){1,4}$"
            },
            "demotedPod": {
              "type": "string",
              "enum": [
                "Keep",
                "Delete"
              ],
              "default": "Keep"
            }
          }
        },
        "switchover": {
          "type": "object",
          "required": [
            "requestID"
          ],
          "properties": {
            "requestID": {
              "type": "string",
              "maxLength": 63,
              "pattern": "^[A-Za-z0-9]([-A-Za-z0-9_.:]{0,61}[A-Za-z0-9])?$"
            },
            "targetPod": {
              "type": "string",
              "maxLength": 253,
              "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
            },
            "notBefore": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40,
              "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
            }
          }
        },
        "fencedPods": {
          "type": "array",
          "maxItems": 32,
          "uniqueItems": true,
          "items": {
            "type": "string",
            "maxLength": 253,
            "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
          }
        }
      }
    },
    "status": {
      "type": "object",
      "properties": {
        "observedGeneration": {
          "type": "integer",
          "format": "int64",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "phase": {
          "type": "string",
          "maxLength": 64,
          "pattern": "^[A-Z][A-Za-z]{0,63}$"
        },
        "phaseSince": {
          "type": "string",
          "format": "date-time",
          "maxLength": 40
        },
        "term": {
          "type": "integer",
          "format": "int64",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "termHolderUID": {
          "type": "string",
          "minLength": 1,
          "maxLength": 128,
          "pattern": "^[A-Za-z0-9][-A-Za-z0-9_.]*$"
        },
        "active": {
          "type": "object",
          "required": [
            "podName",
            "podUID"
          ],
          "properties": {
            "podName": {
              "type": "string",
              "maxLength": 253
            },
            "podUID": {
              "type": "string",
              "maxLength": 128
            },
            "podIPs": {
              "type": "array",
              "maxItems": 2,
              "items": {
                "type": "string",
                "maxLength": 45
              }
            },
            "nodeName": {
              "type": "string",
              "maxLength": 253
            },
            "electedTime": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40
            }
          }
        },
        "candidateSummary": {
          "type": "string",
          "maxLength": 32,
          "pattern": "^[0-9]+/[0-9]+$"
        },
        "standbys": {
          "type": "integer",
          "format": "int32",
          "minimum": 0,
          "maximum": 2147483647
        },
        "candidates": {
          "type": "array",
          "maxItems": 16,
          "items": {
            "type": "object",
            "required": [
              "podName",
              "eligible",
              "reason"
            ],
            "properties": {
              "podName": {
                "type": "string",
                "maxLength": 253
              },
              "eligible": {
                "type": "boolean"
              },
              "reason": {
                "type": "string",
                "maxLength": 64,
                "pattern": "^[A-Z][A-Za-z]{0,63}$"
              },
              "priority": {
                "type": "integer",
                "format": "int32",
                "minimum": -2147483648,
                "maximum": 2147483647
              }
            }
          }
        },
        "failover": {
          "type": "object",
          "required": [
            "cause",
            "detectedTime"
          ],
          "properties": {
            "cause": {
              "type": "string",
              "maxLength": 64,
              "pattern": "^[A-Z][A-Za-z]{0,63}$"
            },
            "detectedTime": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40
            },
            "deadline": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40
            },
            "delayMilliseconds": {
              "type": "integer",
              "format": "int64",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "toPod": {
              "type": "string",
              "maxLength": 253
            }
          }
        },
        "preemption": {
          "type": "object",
          "required": [
            "podUID",
            "deadline"
          ],
          "properties": {
            "podName": {
              "type": "string",
              "maxLength": 253
            },
            "podUID": {
              "type": "string",
              "maxLength": 128
            },
            "eligibleTime": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40
            },
            "deadline": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40
            }
          }
        },
        "switchover": {
          "type": "object",
          "properties": {
            "requestID": {
              "type": "string",
              "maxLength": 63
            },
            "state": {
              "type": "string",
              "maxLength": 64,
              "pattern": "^[A-Z][A-Za-z]{0,63}$"
            },
            "message": {
              "type": "string",
              "maxLength": 1024
            },
            "handledRequestIDs": {
              "type": "array",
              "maxItems": 16,
              "items": {
                "type": "string",
                "maxLength": 63
              }
            }
          }
        },
        "lastTransition": {
          "type": "object",
          "required": [
            "term",
            "cause"
          ],
          "properties": {
            "term": {
              "type": "integer",
              "format": "int64",
              "minimum": 0,
              "maximum": 9007199254740991
            },
            "cause": {
              "type": "string",
              "maxLength": 64,
              "pattern": "^[A-Z][A-Za-z]{0,63}$"
            },
            "fromPod": {
              "type": "string",
              "maxLength": 253
            },
            "toPod": {
              "type": "string",
              "maxLength": 253
            },
            "detectedTime": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40
            },
            "electedTime": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40
            },
            "publishedTime": {
              "type": "string",
              "format": "date-time",
              "maxLength": 40
            },
            "durationMilliseconds": {
              "type": "integer",
              "format": "int64",
              "minimum": 0,
              "maximum": 9007199254740991
            }
          }
        },
        "history": {
          "type": "array",
          "maxItems": 10,
          "items": {
            "type": "object",
            "required": [
              "term",
              "cause"
            ],
            "properties": {
              "term": {
                "type": "integer",
                "format": "int64",
                "minimum": 0,
                "maximum": 9007199254740991
              },
              "cause": {
                "type": "string",
                "maxLength": 64,
                "pattern": "^[A-Z][A-Za-z]{0,63}$"
              },
              "fromPod": {
                "type": "string",
                "maxLength": 253
              },
              "toPod": {
                "type": "string",
                "maxLength": 253
              },
              "detectedTime": {
                "type": "string",
                "format": "date-time",
                "maxLength": 40
              },
              "electedTime": {
                "type": "string",
                "format": "date-time",
                "maxLength": 40
              },
              "publishedTime": {
                "type": "string",
                "format": "date-time",
                "maxLength": 40
              },
              "durationMilliseconds": {
                "type": "integer",
                "format": "int64",
                "minimum": 0,
                "maximum": 9007199254740991
              }
            }
          }
        },
        "serviceName": {
          "type": "string",
          "maxLength": 63
        },
        "conditions": {
          "type": "array",
          "maxItems": 16,
          "items": {
            "type": "object",
            "required": [
              "type",
              "status",
              "lastTransitionTime",
              "reason",
              "message"
            ],
            "properties": {
              "type": {
                "type": "string",
                "maxLength": 316,
                "pattern": "^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$"
              },
              "status": {
                "type": "string",
                "enum": [
                  "True",
                  "False",
                  "Unknown"
                ]
              },
              "observedGeneration": {
                "type": "integer",
                "format": "int64",
                "minimum": 0,
                "maximum": 9007199254740991
              },
              "lastTransitionTime": {
                "type": "string",
                "format": "date-time",
                "maxLength": 40
              },
              "reason": {
                "type": "string",
                "maxLength": 1024,
                "pattern": "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"
              },
              "message": {
                "type": "string",
                "maxLength": 32768
              }
            }
          }
        }
      }
    }
  }
};
